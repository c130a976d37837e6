package io.pfss.pipeline.warehouse;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.pipeline.ReceivedReading;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes readings as rows of a {@link ReadingSchema} without an object in between. */
final class ReadingWriteSupport extends WriteSupport<ReceivedReading> {
  private static final int SENSOR_ID = 0;
  private static final int EVENT_TIME = 1;
  private static final int FIRST_MEASURE = 2;
  private static final int PARTITION = FIRST_MEASURE + Measure.ALL.size();
  private static final int OFFSET = PARTITION + 1;
  private static final int INGEST_TIME = OFFSET + 1;

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
      if (reading.has(measure)) {
        int index = FIRST_MEASURE + measure.ordinal();
        row.startField(name(index), index);
        row.addDouble(reading.value(measure));
        row.endField(name(index), index);
      }
    }

    row.startField(name(PARTITION), PARTITION);
    row.addInteger(received.position().partition());
    row.endField(name(PARTITION), PARTITION);
    addLong(OFFSET, received.position().offset());
    addLong(INGEST_TIME, received.ingestTimeMillis() * schema.unitsPerMilli());
    row.endMessage();
  }

  private void addLong(int index, long value) {
    row.startField(name(index), index);
    row.addLong(value);
    row.endField(name(index), index);
  }

  private String name(int index) {
    return schema.row().getFieldName(index);
  }
}
