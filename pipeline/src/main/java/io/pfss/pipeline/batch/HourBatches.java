package io.pfss.pipeline.batch;

import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.KV;

/** Makes batches of readings that come mostly in the order of time, each of one hour. */
final class HourBatches {
  private static final int MAX_READINGS = 1000;

  private final OutputReceiver<KV<Long, ParsedBatch>> output;
  private final List<ReceivedReading> batch = new ArrayList<>();
  private long hour;
  private long count;

  HourBatches(OutputReceiver<KV<Long, ParsedBatch>> output) {
    this.output = output;
  }

  void add(ReceivedReading reading) {
    long itsHour = TimeUnit.MILLISECONDS.toHours(reading.reading().eventTimeMillis());
    if (itsHour != hour || batch.size() == MAX_READINGS) {
      flush();
      hour = itsHour;
    }

    batch.add(reading);
    count++;
  }

  /** Hands on what is left. */
  void flush() {
    if (!batch.isEmpty()) {
      output.output(KV.of(hour, ParsedBatch.of(batch)));
      batch.clear();
    }
  }

  /** All readings so far. */
  long count() {
    return count;
  }
}
