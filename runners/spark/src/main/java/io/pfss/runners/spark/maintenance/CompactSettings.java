// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.maintenance;

import java.time.Duration;
import java.time.Instant;

/**
 * Settings of a compaction.
 *
 * @param hoursUntil compacts the hours of event time that ended by this time; the stream still
 *     writes to later ones
 * @param targetFileBytes size of a file; files of at least a quarter of it are not small
 * @param hoursAtOnce number of hours sorted at the same time; each needs memory and disk
 * @param snapshotsBefore expires snapshots before this time, with the files that only they have
 * @param snapshotsKept number of snapshots that stay whatever their age, at least 1
 * @param orphansBefore deletes files in no snapshot that were written before this time
 */
public record CompactSettings(
    Instant hoursUntil,
    long targetFileBytes,
    int hoursAtOnce,
    Instant snapshotsBefore,
    int snapshotsKept,
    Instant orphansBefore) {
  public static final long TARGET_FILE_BYTES = 128L << 20;
  public static final Duration HOURS_CLOSED = Duration.ofMinutes(10);
  public static final Duration SNAPSHOT_AGE = Duration.ofDays(1);
  public static final Duration ORPHAN_AGE = Duration.ofDays(1);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is less than 1
   */
  public CompactSettings {
    if (targetFileBytes < 1) {
      throw new IllegalArgumentException(
          "The target size of a file must be at least 1 byte: " + targetFileBytes);
    }

    if (hoursAtOnce < 1) {
      throw new IllegalArgumentException(
          "At least one hour at once must be sorted: " + hoursAtOnce);
    }

    if (snapshotsKept < 1) {
      throw new IllegalArgumentException("At least one snapshot must stay: " + snapshotsKept);
    }
  }
}
