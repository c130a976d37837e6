package io.pfss.pipeline.warehouse;

import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.pfss.models.reading.Measure;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/**
 * The columns of the warehouse (data contract, "Warehouse"): the sensor, its time, the 23 measures,
 * each optional, and the reading's origin. Times are UTC ms since the epoch.
 */
final class ReadingSchema {
  static final String KAFKA_PARTITION = "kafka_partition";
  static final String KAFKA_OFFSET = "kafka_offset";

  /** The whole row. */
  static final MessageType ROW = row();

  /** The columns that identify a row. */
  static final MessageType POSITION =
      Types.buildMessage()
          .required(INT32)
          .named(KAFKA_PARTITION)
          .required(INT64)
          .named(KAFKA_OFFSET)
          .named("reading");

  private ReadingSchema() {}

  private static MessageType row() {
    Types.GroupBuilder<MessageType> columns =
        Types.buildMessage()
            .required(INT64)
            .named("sensor_id")
            .required(INT64)
            .as(timestampType(true, TimeUnit.MILLIS))
            .named("event_time");
    for (Measure measure : Measure.ALL) {
      columns = columns.optional(DOUBLE).named(measure.column());
    }

    return columns
        .required(INT32)
        .named(KAFKA_PARTITION)
        .required(INT64)
        .named(KAFKA_OFFSET)
        .required(INT64)
        .as(timestampType(true, TimeUnit.MILLIS))
        .named("ingest_time")
        .named("reading");
  }
}
