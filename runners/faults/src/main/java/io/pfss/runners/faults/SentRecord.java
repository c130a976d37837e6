package io.pfss.runners.faults;

import io.pfss.pipeline.element.SourceOffset;
import java.util.Optional;

/**
 * A record that Kafka has acknowledged.
 *
 * @param position in topic {@code heat}
 * @param sensorId of the reading; 0 if it is none
 * @param timeMillis of the reading, in event time; 0 if it is none
 * @param deadLetter the bytes, if they are no valid reading
 */
record SentRecord(
    SourceOffset position, long sensorId, long timeMillis, Optional<byte[]> deadLetter) {
  boolean isValid() {
    return deadLetter.isEmpty();
  }
}
