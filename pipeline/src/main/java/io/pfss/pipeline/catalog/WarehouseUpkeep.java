// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the size of a catalog, because each commit rewrites a file that lists every snapshot. Runs
 * beside a stream and does a bounded amount of work each time.
 */
public final class WarehouseUpkeep {
  /**
   * The minimum age at which a snapshot may expire. Merges and queries read the files of the
   * snapshot that they started with, and should take less time.
   */
  public static final Duration LEAST_AGE = Duration.ofMinutes(10);

  /** How long the database stores the rows of a commit in its table of windows. */
  public static final Duration WINDOWS_KEPT = Duration.ofDays(400);

  private static final Logger LOG = LoggerFactory.getLogger(WarehouseUpkeep.class);

  private static final int MAX_SNAPSHOTS = 1_000;
  private static final int MAX_ROWS = 10_000;

  private final CatalogSettings settings;
  private final Optional<Duration> snapshotsKept;

  /**
   * Creates the upkeep of a prepared catalog.
   *
   * @param snapshotsKept age at which a snapshot of the readings expires; empty: never
   * @throws IllegalArgumentException if it is less than {@link #LEAST_AGE}
   */
  public WarehouseUpkeep(CatalogSettings settings, Optional<Duration> snapshotsKept) {
    this.settings = settings;
    this.snapshotsKept = snapshotsKept;
    if (snapshotsKept.filter(age -> age.compareTo(LEAST_AGE) < 0).isPresent()) {
      throw new IllegalArgumentException(
          "snapshots younger than 10m may be in use by a stream or a query");
    }
  }

  /**
   * Does a bounded part of the work.
   *
   * @throws CatalogUnavailableException if the database does not answer; the next call continues
   */
  public void run(Instant now) {
    WarehouseCatalog catalog = WarehouseCatalog.of(settings);
    int snapshots =
        snapshotsKept
            .map(
                age ->
                    SnapshotExpiry.of(
                        catalog, catalog.readings(), now.minus(age), SnapshotExpiry.KEPT))
            .map(expiry -> expiry.expireOldest(MAX_SNAPSHOTS))
            .orElse(0);
    int rows =
        catalog.database().windows().forget(now.minus(WINDOWS_KEPT).toEpochMilli(), MAX_ROWS);
    if (snapshots + rows > 0) {
      LOG.info("Catalog cleaned expired_snapshots={} forgotten_windows={}", snapshots, rows);
    }
  }
}
