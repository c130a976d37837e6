package io.pfss.pipeline.catalog;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Which snapshots of a table go: those before a time, but for the last few. Those of the readings
 * are recorded as windows first: they are the only other place where what a window holds stands.
 */
public final class SnapshotExpiry {
  /** How many snapshots stay, however old they are, unless somebody says otherwise. */
  public static final int KEPT = 10;

  private final WarehouseCatalog catalog;
  private final Table table;
  private final int kept;
  private final long beforeMillis;

  private SnapshotExpiry(WarehouseCatalog catalog, Table table, int kept, long beforeMillis) {
    this.catalog = catalog;
    this.table = table;
    this.kept = kept;
    this.beforeMillis = beforeMillis;
  }

  /**
   * Looks at the table as it is now.
   *
   * @param before the first time whose snapshots stay
   * @param kept how many stay however old they are, at least 1
   * @throws CatalogUnavailableException if the database does not answer
   */
  public static SnapshotExpiry of(WarehouseCatalog catalog, Table table, Instant before, int kept) {
    table.refresh();
    if (table.name().endsWith("." + ReadingTable.NAME)) {
      catalog.database().windows().catchUp(table);
    }

    Snapshot newest = table.currentSnapshot();
    // What is committed from now on is not recorded yet, whatever the time is.
    long recorded = newest == null ? 0 : newest.timestampMillis();
    return new SnapshotExpiry(catalog, table, kept, Math.min(before.toEpochMilli(), recorded));
  }

  /** Snapshots before this time go, in ms since the epoch. */
  public long beforeMillis() {
    return beforeMillis;
  }

  /** How many snapshots stay, however old they are. */
  public int kept() {
    return kept;
  }

  /** How many snapshots go. */
  public int count() {
    return before(beforeMillis).apply().size();
  }

  /**
   * Lets them go, with all files that only they had: looks through the table's manifests for that.
   */
  public void expire() {
    ExpireSnapshots named = before(beforeMillis);
    // Named ones go with all files that no other snapshot has. Of others Iceberg leaves those that
    // the first snapshot that stays has deleted.
    before(beforeMillis).apply().forEach(gone -> named.expireSnapshotId(gone.snapshotId()));
    named.commit();
  }

  /**
   * Lets the oldest of them go, at a cost that does not depend on how large the table is: files go
   * together with the snapshot that has deleted them.
   *
   * @param atMost how many
   * @return how many went
   * @throws CatalogUnavailableException if it may not have been committed
   */
  public int expireOldest(int atMost) {
    List<Snapshot> oldestFirst =
        before(beforeMillis).apply().stream()
            .sorted(Comparator.comparingLong(Snapshot::timestampMillis))
            .toList();
    if (oldestFirst.isEmpty()) {
      return 0;
    }

    long until =
        oldestFirst.size() <= atMost ? beforeMillis : oldestFirst.get(atMost).timestampMillis();
    ExpireSnapshots some = before(until);
    int count = some.apply().size();
    catalog.commit(some);
    return count;
  }

  private ExpireSnapshots before(long millis) {
    return table.expireSnapshots().expireOlderThan(millis).retainLast(kept);
  }
}
