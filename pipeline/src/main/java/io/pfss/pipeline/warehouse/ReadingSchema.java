package io.pfss.pipeline.warehouse;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.pfss.pipeline.catalog.ReadingTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.apache.parquet.schema.Types.PrimitiveBuilder;

/**
 * The columns of the warehouse (data contract, "Warehouse"): the sensor, its time, the 23 measures,
 * each optional, the reading's origin, and, where they are known, its other fields and its label.
 * Times are UTC since the epoch. Names, order and field ids are those of {@link
 * ReadingTable#SCHEMA}; Iceberg's own conversion speaks of a Parquet under another name.
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
    return new MessageType(
        "reading", table.columns().stream().map(column -> column(column, times)).toList());
  }

  private static org.apache.parquet.schema.Type column(NestedField column, TimeUnit times) {
    Repetition repetition = column.isOptional() ? Repetition.OPTIONAL : Repetition.REQUIRED;
    return type(column, times, repetition).id(column.fieldId()).named(column.name());
  }

  private static PrimitiveBuilder<PrimitiveType> type(
      NestedField column, TimeUnit times, Repetition repetition) {
    return switch (column.type().typeId()) {
      case INTEGER -> Types.primitive(INT32, repetition);
      case LONG -> Types.primitive(INT64, repetition);
      case DOUBLE -> Types.primitive(DOUBLE, repetition);
      case STRING -> Types.primitive(BINARY, repetition).as(stringType());
      case TIMESTAMP -> Types.primitive(INT64, repetition).as(timestampType(true, times));
      default -> throw new IllegalArgumentException("No column of a reading is like " + column);
    };
  }
}
