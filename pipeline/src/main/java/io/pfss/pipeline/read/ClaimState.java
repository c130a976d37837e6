package io.pfss.pipeline.read;

import org.joda.time.Instant;

/**
 * How far a partition is claimed.
 *
 * @param until the offset after the last that is claimed; -1 before the first claim
 * @param claimedAtMillis when that was, in ms since the epoch
 * @param watermark no record at or after {@code until} arrived before this, less the allowance
 */
record ClaimState(long until, long claimedAtMillis, Instant watermark) {
  /** The same with a watermark that never goes back. */
  ClaimState advancedTo(Instant candidate) {
    return candidate.isAfter(watermark) ? new ClaimState(until, claimedAtMillis, candidate) : this;
  }
}
