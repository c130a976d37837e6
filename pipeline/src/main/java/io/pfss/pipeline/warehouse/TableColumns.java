package io.pfss.pipeline.warehouse;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.apache.parquet.schema.Types.PrimitiveBuilder;

/**
 * The Parquet columns of an Iceberg table: its names, their order and ids. Iceberg's own conversion
 * speaks of a Parquet under another name.
 */
public final class TableColumns {
  private TableColumns() {}

  /**
   * The columns of a table.
   *
   * @param times the unit of columns of time
   * @param name of the message
   * @throws IllegalArgumentException if a column is of a type that no table of PFSS has
   */
  public static MessageType of(Schema table, TimeUnit times, String name) {
    return new MessageType(
        name, table.columns().stream().map(column -> column(column, times)).toList());
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
      default -> throw new IllegalArgumentException("No column of PFSS is like " + column);
    };
  }
}
