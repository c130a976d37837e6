// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.SourceOffset;

/** Readings for tests. */
public final class Readings {
  private Readings() {}

  /** A reading at an offset of partition 0, with every measure. */
  public static ReceivedReading at(long eventTimeMillis, long offset) {
    return at(eventTimeMillis, 0, offset);
  }

  /** A reading at an offset, with every measure. */
  public static ReceivedReading at(long eventTimeMillis, int partition, long offset) {
    HeatReading.Builder reading = HeatReading.builder(partition + 1, eventTimeMillis);
    for (Measure measure : Measure.ALL) {
      reading.set(measure, offset + measure.ordinal() / 100.0);
    }

    return new ReceivedReading(
        reading.build(), new SourceOffset(partition, offset), eventTimeMillis + 20);
  }
}
