package io.pfss.runners.spark.maintenance;

import io.pfss.pipeline.catalog.SnapshotExpiry;
import io.pfss.pipeline.catalog.WarehouseUpkeep;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Option;

/** Which snapshots a command lets go. */
final class SnapshotOptions {
  @Option(
      names = "--snapshots-older-than",
      description =
          "Snapshots of this age expire, with the files that only they have: nobody can travel back"
              + " to them any more. At least 10m. Default: 1d.")
  private Duration age = CompactSettings.SNAPSHOT_AGE;

  @Option(
      names = "--snapshots-kept",
      description = "So many snapshots stay, however old. Default: ${DEFAULT-VALUE}.")
  private int kept = SnapshotExpiry.KEPT;

  @Option(names = "--dry-run", description = "Only say what would be done.")
  private boolean dryRun;

  Instant before(Instant now) {
    if (age.compareTo(WarehouseUpkeep.LEAST_AGE) < 0) {
      throw new IllegalArgumentException(
          "--snapshots-older-than: snapshots younger than 10m may be in use by a stream or a query");
    }

    return now.minus(age);
  }

  int kept() {
    if (kept < 1) {
      throw new IllegalArgumentException("--snapshots-kept: at least 1 must stay, not " + kept);
    }

    return kept;
  }

  boolean isDryRun() {
    return dryRun;
  }
}
