package io.pfss.pipeline;

import io.pfss.models.reading.HeatReading;
import java.util.Objects;

/**
 * A valid reading with its origin.
 *
 * @param reading what the sensor measured
 * @param position where it stands in the source topic
 * @param ingestTimeMillis when Kafka took it in: the record's timestamp, in ms since the epoch,
 *     which stays the same however often the record is read, unless a producer's clock has stamped
 *     it that is ahead
 */
public record ReceivedReading(HeatReading reading, KafkaPosition position, long ingestTimeMillis) {
  public ReceivedReading {
    Objects.requireNonNull(reading, "reading");
    Objects.requireNonNull(position, "position");
  }
}
