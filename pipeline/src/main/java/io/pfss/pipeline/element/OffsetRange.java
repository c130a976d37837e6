package io.pfss.pipeline.element;

import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A run of offsets of a partition of the source topic, all of whose records were read.
 *
 * @param partition the partition's number
 * @param from the first offset
 * @param until the offset after the last
 * @param arrivalMillis what Kafka took in of the partition until then, in ms since the epoch, is at
 *     or before these offsets: when it took in the last of them or, where the partition ended with
 *     that, when this was seen; 0 if that is not known
 */
@DefaultCoder(RecordCoder.class)
public record OffsetRange(int partition, long from, long until, long arrivalMillis) {
  public OffsetRange {
    if (partition < 0 || from < 0 || until < from) {
      throw new IllegalArgumentException(
          "No offsets of a partition: " + partition + ", from " + from + " until " + until);
    }
  }

  /** Whether the other begins where this one ends. */
  public boolean isFollowedBy(OffsetRange other) {
    return partition == other.partition && until == other.from;
  }
}
