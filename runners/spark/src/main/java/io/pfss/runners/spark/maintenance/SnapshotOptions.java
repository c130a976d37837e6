// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.maintenance;

import static io.pfss.cli.Pfss.text;

import io.pfss.pipeline.catalog.SnapshotExpiry;
import io.pfss.pipeline.catalog.WarehouseUpkeep;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Option;

/** Options that select the snapshots that a command expires. */
final class SnapshotOptions {
  @Option(
      names = "--snapshots-older-than",
      description =
          "Expire snapshots of this age and delete the files that only they have; queries of"
              + " these snapshots fail then. At least 10m. Default: 1d.")
  private Duration age = CompactSettings.SNAPSHOT_AGE;

  @Option(
      names = "--snapshots-kept",
      description = "Number of snapshots that stay, whatever their age. Default: ${DEFAULT-VALUE}.")
  private int kept = SnapshotExpiry.KEPT;

  @Option(names = "--dry-run", description = "Only print what would be done.")
  private boolean dryRun;

  Instant before(Instant now) {
    if (age.compareTo(WarehouseUpkeep.LEAST_AGE) < 0) {
      throw new IllegalArgumentException(text("snapshots.age"));
    }

    return now.minus(age);
  }

  int kept() {
    if (kept < 1) {
      throw new IllegalArgumentException(text("snapshots.kept", kept));
    }

    return kept;
  }

  boolean isDryRun() {
    return dryRun;
  }
}
