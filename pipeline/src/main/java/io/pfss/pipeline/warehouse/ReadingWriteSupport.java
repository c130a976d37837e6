package io.pfss.pipeline.warehouse;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.pipeline.element.ReceivedReading;
import org.apache.parquet.io.api.Binary;

/** Writes readings as rows of a {@link ReadingSchema}. */
final class ReadingWriteSupport extends RowWriteSupport<ReceivedReading> {
  private static final int SENSOR_ID = 0;
  private static final int EVENT_TIME = 1;
  private static final int FIRST_MEASURE = 2;
  private static final int PARTITION = FIRST_MEASURE + Measure.ALL.size();
  private static final int OFFSET = PARTITION + 1;
  private static final int INGEST_TIME = OFFSET + 1;
  private static final int EXTRA = INGEST_TIME + 1;
  private static final int LABEL = EXTRA + 1;

  private final long unitsPerMilli;

  ReadingWriteSupport(ReadingSchema schema) {
    super(schema.row());
    this.unitsPerMilli = schema.unitsPerMilli();
  }

  @Override
  protected void addColumns(ReceivedReading received) {
    HeatReading reading = received.reading();
    addLong(SENSOR_ID, reading.sensorId());
    addLong(EVENT_TIME, reading.eventTimeMillis() * unitsPerMilli);
    for (Measure measure : Measure.ALL) {
      addIfKnown(FIRST_MEASURE + measure.ordinal(), reading.value(measure));
    }

    addInt(PARTITION, received.position().partition());
    addLong(OFFSET, received.position().offset());
    addLong(INGEST_TIME, received.ingestTimeMillis() * unitsPerMilli);
    reading.extra().ifPresent(extra -> addBinary(EXTRA, Binary.fromString(extra)));
    received.label().ifPresent(label -> addInt(LABEL, label.ordinal()));
  }
}
