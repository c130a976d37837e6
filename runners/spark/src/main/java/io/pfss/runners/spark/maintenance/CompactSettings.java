package io.pfss.runners.spark.maintenance;

import java.time.Duration;
import java.time.Instant;

/**
 * What is compacted, and what goes.
 *
 * @param hoursUntil hours of event time are compacted that have ended at this time: the stream
 *     still writes to later ones
 * @param targetFileBytes how large a file shall be; one of a quarter is not small any more
 * @param hoursAtOnce how many hours are sorted at the same time: each takes memory and disk
 * @param snapshotsBefore snapshots before this time go, and with them the files that only they have
 * @param snapshotsKept how many snapshots stay however old they are, at least 1
 * @param orphansBefore files in no snapshot go if they were written before this time
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
      throw new IllegalArgumentException("A file holds at least one byte: " + targetFileBytes);
    }

    if (hoursAtOnce < 1) {
      throw new IllegalArgumentException("At least one hour at once is needed: " + hoursAtOnce);
    }

    if (snapshotsKept < 1) {
      throw new IllegalArgumentException("At least one snapshot must be kept: " + snapshotsKept);
    }
  }
}
