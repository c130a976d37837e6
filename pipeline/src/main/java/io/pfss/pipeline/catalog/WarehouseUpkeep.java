package io.pfss.pipeline.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a catalog from growing with the age of the job: a commit rewrites a file that has every
 * snapshot. Runs beside a stream, a bounded piece at a time.
 */
public final class WarehouseUpkeep {
  /** More than a merge or a query should take: it reads the files of the snapshot it began with. */
  public static final Duration LEAST_AGE = Duration.ofMinutes(10);

  /** How long a commit's row in the database's table of windows is kept. */
  public static final Duration WINDOWS_KEPT = Duration.ofDays(400);

  private static final Logger LOG = LoggerFactory.getLogger(WarehouseUpkeep.class);

  private static final int MAX_SNAPSHOTS = 1_000;
  private static final int MAX_ROWS = 10_000;

  private final CatalogSettings settings;
  private final Optional<Duration> snapshotsKept;

  /**
   * Of a catalog that is prepared.
   *
   * @param snapshotsKept the age from which on a snapshot of the readings expires; empty: never
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
   * Does one piece of what is to be done.
   *
   * @throws CatalogUnavailableException if the database does not answer: what is not done is done
   *     the next time
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
