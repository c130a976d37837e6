package io.pfss.pipeline.read;

import org.joda.time.Instant;

/**
 * How far a partition is claimed.
 *
 * @param until the offset after the last that is claimed; -1 before the first claim
 * @param claimedAtNanos when that was, by this process's {@link System#nanoTime}
 * @param watermark no record at or after {@code until} arrived before this, less the allowance
 */
record ClaimState(long until, long claimedAtNanos, Instant watermark) {
  /** The same with a watermark that never goes back. */
  ClaimState advancedTo(Instant candidate) {
    return candidate.isAfter(watermark) ? new ClaimState(until, claimedAtNanos, candidate) : this;
  }
}
