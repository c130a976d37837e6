package io.pfss.pipeline.source;

import org.joda.time.Instant;

/**
 * How far a partition is claimed.
 *
 * @param until the offset after the last that is claimed; -1 before the first claim
 * @param claimedAtNanos when that was, by this process's {@link System#nanoTime}
 * @param watermark no record at or after {@code until} arrived before this, less the delay
 */
record PartitionProgress(long until, long claimedAtNanos, Instant watermark) {
  /** The same before the first claim. */
  PartitionProgress unclaimed() {
    return new PartitionProgress(-1, claimedAtNanos, watermark);
  }

  /** The same with a watermark that never goes back. */
  PartitionProgress advancedTo(Instant candidate) {
    return candidate.isAfter(watermark)
        ? new PartitionProgress(until, claimedAtNanos, candidate)
        : this;
  }
}
