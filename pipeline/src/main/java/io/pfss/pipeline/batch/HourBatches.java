// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.KV;

/** Groups readings into batches of one hour each. It expects readings mostly in time order. */
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
    long eventHour = TimeUnit.MILLISECONDS.toHours(reading.reading().eventTimeMillis());
    if (eventHour != hour || batch.size() == MAX_READINGS) {
      flush();
      hour = eventHour;
    }

    batch.add(reading);
    count++;
  }

  /** Outputs the remaining readings. */
  void flush() {
    if (!batch.isEmpty()) {
      output.output(KV.of(hour, ParsedBatch.of(batch)));
      batch.clear();
    }
  }

  /** Returns the number of readings so far. */
  long count() {
    return count;
  }
}
