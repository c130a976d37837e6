// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Expires the snapshots of a table that are older than a time, except the last few. First records
 * the windows in snapshots of the readings in the database, which is the only other place for them.
 */
public final class SnapshotExpiry {
  /** The default number of snapshots to retain, whatever their age. */
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
   * Plans the expiry for the current table.
   *
   * @param before snapshots before this time expire
   * @param kept number of snapshots to retain, whatever their age; at least 1
   * @throws CatalogUnavailableException if the database does not answer
   */
  public static SnapshotExpiry of(WarehouseCatalog catalog, Table table, Instant before, int kept) {
    table.refresh();
    if (table.name().endsWith("." + ReadingTable.NAME)) {
      catalog.database().windows().catchUp(table);
    }

    Snapshot newest = table.currentSnapshot();
    // Later commits are not recorded yet, so they must not expire.
    long recorded = newest == null ? 0 : newest.timestampMillis();
    return new SnapshotExpiry(catalog, table, kept, Math.min(before.toEpochMilli(), recorded));
  }

  /** Returns the time before which snapshots expire, in ms since the epoch. */
  public long beforeMillis() {
    return beforeMillis;
  }

  /** Returns the number of snapshots to retain, whatever their age. */
  public int kept() {
    return kept;
  }

  /** Returns the number of snapshots that expire. */
  public int count() {
    return before(beforeMillis).apply().size();
  }

  /**
   * Expires the snapshots and deletes the files that only they have; reads the table's manifests.
   */
  public void expire() {
    ExpireSnapshots named = before(beforeMillis);
    // For a snapshot that is named, Iceberg deletes all files that no other snapshot has. For
    // others, it leaves the files that the first retained snapshot has deleted.
    before(beforeMillis).apply().forEach(expired -> named.expireSnapshotId(expired.snapshotId()));
    named.commit();
  }

  /**
   * Expires the oldest of these snapshots, at a cost that does not depend on the size of the table.
   * Deletes a file with the snapshot that removed it from the table.
   *
   * @param atMost maximum number of snapshots to expire
   * @return number of expired snapshots
   * @throws CatalogUnavailableException if it is unknown whether the change was committed
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
