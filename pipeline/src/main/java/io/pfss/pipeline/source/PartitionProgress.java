package io.pfss.pipeline.source;

import org.joda.time.Instant;

/**
 * Up to which offset of a partition there were hints.
 *
 * @param until the offset after the last of the last hint; -1 before the first hint
 * @param hintedAtNanos when that was, by this process's {@link System#nanoTime}
 * @param watermark no record at or after {@code until} arrived before this, less the delay
 */
record PartitionProgress(long until, long hintedAtNanos, Instant watermark) {
  /** The same before the first hint. */
  PartitionProgress withoutHint() {
    return new PartitionProgress(-1, hintedAtNanos, watermark);
  }

  /** The same with a watermark that never goes back. */
  PartitionProgress advancedTo(Instant candidate) {
    return candidate.isAfter(watermark)
        ? new PartitionProgress(until, hintedAtNanos, candidate)
        : this;
  }
}
