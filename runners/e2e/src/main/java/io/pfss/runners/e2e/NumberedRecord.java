package io.pfss.runners.e2e;

import io.pfss.models.reading.HeatReading;
import java.util.Optional;

/**
 * A record that was sent, with where Kafka put it.
 *
 * @param partition of topic {@code heat}
 * @param offset in the partition
 * @param value its bytes
 * @param reading what they say; empty if they are malformed
 */
record NumberedRecord(int partition, long offset, byte[] value, Optional<HeatReading> reading) {

  /** The origin, as the headers of the sinks have it. */
  String origin() {
    return partition + "/" + offset;
  }
}
