// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A range of offsets in a partition of the source topic, all of whose records were read.
 *
 * @param partition the partition's number
 * @param from the first offset
 * @param until the offset after the last one
 * @param arrivalMillis every record that Kafka received before this time, in ms since the epoch,
 *     has an offset below {@code until}: the time of the last record or, if the partition ended
 *     there, the time when the end was read; 0 if unknown
 */
@DefaultCoder(RecordCoder.class)
public record OffsetRange(int partition, long from, long until, long arrivalMillis) {
  public OffsetRange {
    if (partition < 0 || from < 0 || until < from) {
      throw new IllegalArgumentException(
          "Invalid offset range: partition " + partition + ", from " + from + " until " + until);
    }
  }

  /** Whether {@code other} begins where this range ends. */
  public boolean isFollowedBy(OffsetRange other) {
    return partition == other.partition && until == other.from;
  }
}
