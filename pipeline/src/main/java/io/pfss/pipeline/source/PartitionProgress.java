// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import org.joda.time.Instant;

/**
 * The progress of the hints of a partition.
 *
 * @param until the end of the last hint, exclusive; -1 before the first hint
 * @param hintedAtNanos when the last hint was output, by this process's {@link System#nanoTime}
 * @param watermark the watermark of the partition: every record at or after {@code until} arrived
 *     at or after this time plus the delay
 */
record PartitionProgress(long until, long hintedAtNanos, Instant watermark) {
  /** Returns the progress as before the first hint. */
  PartitionProgress withoutHint() {
    return new PartitionProgress(-1, hintedAtNanos, watermark);
  }

  /** Returns the progress with the later of both watermarks. */
  PartitionProgress advancedTo(Instant candidate) {
    return candidate.isAfter(watermark)
        ? new PartitionProgress(until, hintedAtNanos, candidate)
        : this;
  }
}
