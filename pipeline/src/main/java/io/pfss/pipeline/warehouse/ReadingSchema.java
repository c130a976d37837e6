// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.catalog.ReadingTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * The columns of the warehouse (data contract, "Warehouse"): the sensor, its time, the 23 optional
 * measures, the reading's offset and, if known, its other fields and its label. Times are UTC since
 * the epoch. Names, order and field ids are those of {@link ReadingTable#SCHEMA}.
 */
enum ReadingSchema {
  /** For files in folders: times in ms. */
  OF_FOLDER(TimeUnit.MILLIS, 1),

  /** For an Iceberg table, which does not support ms: times in µs. */
  OF_TABLE(TimeUnit.MICROS, 1000);

  private final MessageType row;
  private final long unitsPerMilli;

  ReadingSchema(TimeUnit unit, long unitsPerMilli) {
    this.row = columns(ReadingTable.SCHEMA, unit);
    this.unitsPerMilli = unitsPerMilli;
  }

  /** Returns the schema of a row. */
  MessageType row() {
    return row;
  }

  /** Returns how many units of a time column are one ms. */
  long unitsPerMilli() {
    return unitsPerMilli;
  }

  /**
   * Returns the columns of a version of the table.
   *
   * @param times unit of the time columns
   */
  static MessageType columns(Schema table, TimeUnit times) {
    // Converted as text, because Iceberg has its own copy of Parquet's classes and always uses µs.
    String columns = String.valueOf(ParquetSchemaUtil.convert(table, "reading"));
    return MessageTypeParser.parseMessageType(
        columns.replace(TimeUnit.MICROS.name(), times.name()));
  }
}
