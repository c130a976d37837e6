// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.SohState;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A valid reading with its origin.
 *
 * @param reading the measures of the sensor
 * @param position the partition and offset in the source topic
 * @param ingestTimeMillis when Kafka received the record: its timestamp, in ms since the epoch.
 *     Reading the record again gives the same time, unless a producer with a clock that is ahead
 *     set it
 * @param label the state that the file of history gives for the reading; empty if it gives none
 */
@DefaultCoder(ReceivedReadingCoder.class)
public record ReceivedReading(
    HeatReading reading, SourceOffset position, long ingestTimeMillis, Optional<SohState> label) {
  public ReceivedReading {
    Objects.requireNonNull(reading, "reading");
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(label, "label");
  }

  /** Creates a reading without a label, as in the stream. */
  public ReceivedReading(HeatReading reading, SourceOffset position, long ingestTimeMillis) {
    this(reading, position, ingestTimeMillis, Optional.empty());
  }

  /**
   * The event time, or the time of arrival if that is earlier, in ms since the epoch: by one
   * reading with a clock that is hours ahead, all later ones would be late.
   */
  public long timeMillis() {
    return Math.min(reading.eventTimeMillis(), ingestTimeMillis);
  }
}
