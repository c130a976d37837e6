// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.pipeline.element.ReceivedReading;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * Writes readings as rows of a {@link ReadingSchema}, column by column, without intermediate
 * objects. A column that is not written is null.
 */
final class ReadingWriteSupport extends WriteSupport<ReceivedReading> {
  private static final int SENSOR_ID = 0;
  private static final int EVENT_TIME = 1;
  private static final int FIRST_MEASURE = 2;
  private static final int PARTITION = FIRST_MEASURE + Measure.ALL.size();
  private static final int OFFSET = PARTITION + 1;
  private static final int INGEST_TIME = OFFSET + 1;
  private static final int EXTRA = INGEST_TIME + 1;
  private static final int LABEL = EXTRA + 1;

  private final ReadingSchema schema;

  private RecordConsumer row;

  ReadingWriteSupport(ReadingSchema schema) {
    this.schema = schema;
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return new WriteContext(schema.row(), Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    row = recordConsumer;
  }

  @Override
  public void write(ReceivedReading received) {
    HeatReading reading = received.reading();
    row.startMessage();
    addLong(SENSOR_ID, reading.sensorId());
    addLong(EVENT_TIME, reading.eventTimeMillis() * schema.unitsPerMilli());
    for (Measure measure : Measure.ALL) {
      addIfKnown(FIRST_MEASURE + measure.ordinal(), reading.value(measure));
    }

    addInt(PARTITION, received.position().partition());
    addLong(OFFSET, received.position().offset());
    addLong(INGEST_TIME, received.ingestTimeMillis() * schema.unitsPerMilli());
    reading.extra().ifPresent(this::addExtra);
    received.label().ifPresent(label -> addInt(LABEL, label.ordinal()));
    row.endMessage();
  }

  private void addInt(int index, int value) {
    start(index);
    row.addInteger(value);
    end(index);
  }

  private void addLong(int index, long value) {
    start(index);
    row.addLong(value);
    end(index);
  }

  private void addExtra(String extra) {
    start(EXTRA);
    row.addBinary(Binary.fromString(extra));
    end(EXTRA);
  }

  /** Writes a value unless it is {@code NaN}, which marks a missing one. */
  private void addIfKnown(int index, double value) {
    if (!Double.isNaN(value)) {
      start(index);
      row.addDouble(value);
      end(index);
    }
  }

  private void start(int index) {
    row.startField(schema.row().getFieldName(index), index);
  }

  private void end(int index) {
    row.endField(schema.row().getFieldName(index), index);
  }
}
