package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.catalog.ReadingTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * The columns of the warehouse (data contract, "Warehouse"): the sensor, its time, the 23 measures,
 * each optional, the reading's origin, and, where they are known, its other fields and its label.
 * Times are UTC since the epoch. Names, order and field ids are those of {@link
 * ReadingTable#SCHEMA}.
 */
enum ReadingSchema {
  /** In a folder: times in ms. */
  OF_FOLDER(TimeUnit.MILLIS, 1),

  /** In an Iceberg table, which takes no ms: times in µs. */
  OF_TABLE(TimeUnit.MICROS, 1000);

  private final MessageType row;
  private final long unitsPerMilli;

  ReadingSchema(TimeUnit unit, long unitsPerMilli) {
    this.row = columns(ReadingTable.SCHEMA, unit);
    this.unitsPerMilli = unitsPerMilli;
  }

  /** The whole row. */
  MessageType row() {
    return row;
  }

  /** How many units of the columns of time are a ms. */
  long unitsPerMilli() {
    return unitsPerMilli;
  }

  /**
   * The columns of a version of the table.
   *
   * @param times the unit of columns of time
   */
  static MessageType columns(Schema table, TimeUnit times) {
    // As text, since Iceberg speaks of a Parquet under another name, and always of µs.
    String columns = String.valueOf(ParquetSchemaUtil.convert(table, "reading"));
    return MessageTypeParser.parseMessageType(
        columns.replace(TimeUnit.MICROS.name(), times.name()));
  }
}
