package io.pfss.pipeline.warehouse;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.pfss.pipeline.catalog.ReadingTable;
import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The columns of the warehouse (data contract, "Warehouse"): the sensor, its time, the 23 measures,
 * each optional, the reading's origin, and, where they are known, its other fields and its label.
 * Times are UTC since the epoch. A column's field id is its place, from 1, as in {@link
 * ReadingTable#SCHEMA}.
 */
enum ReadingSchema {
  /** In a folder: times in ms. */
  OF_FOLDER(TimeUnit.MILLIS, 1),

  /** In an Iceberg table, which takes no ms: times in µs. */
  OF_TABLE(TimeUnit.MICROS, 1000);

  /** The columns that identify a row. */
  static final MessageType POSITION =
      Types.buildMessage()
          .required(INT32)
          .named(ReadingTable.KAFKA_PARTITION)
          .required(INT64)
          .named(ReadingTable.KAFKA_OFFSET)
          .named("reading");

  private final MessageType row;
  private final long unitsPerMilli;

  ReadingSchema(TimeUnit unit, long unitsPerMilli) {
    this.row = TableColumns.of(ReadingTable.SCHEMA, unit, "reading");
    this.unitsPerMilli = unitsPerMilli;
  }

  /**
   * The name that PFSS has for a column of a file: a measure may have been renamed in the table. A
   * file without ids has the names of PFSS.
   *
   * @return empty if it is no column of a reading
   */
  static Optional<String> columnOf(Type column) {
    String name =
        column.getId() == null
            ? column.getName()
            : ReadingTable.SCHEMA.findColumnName(column.getId().intValue());
    return Optional.ofNullable(name).filter(any -> ReadingTable.SCHEMA.findField(any) != null);
  }

  /** The whole row. */
  MessageType row() {
    return row;
  }

  /** How many units of the columns of time are a ms. */
  long unitsPerMilli() {
    return unitsPerMilli;
  }
}
