package io.pfss.runners.spark.maintenance;

import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import java.time.Instant;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Which snapshots of a table go: those before a time, but for the last few. Those of the readings
 * are recorded as windows first: they are the only other place where what a window holds stands.
 */
final class SnapshotExpiry {
  private final Table table;
  private final int kept;
  private final long beforeMillis;

  private SnapshotExpiry(Table table, int kept, long beforeMillis) {
    this.table = table;
    this.kept = kept;
    this.beforeMillis = beforeMillis;
  }

  /**
   * Looks at the table as it is now.
   *
   * @param before the first time whose snapshots stay
   * @param kept how many stay however old they are, at least 1
   */
  static SnapshotExpiry of(WarehouseCatalog catalog, Table table, Instant before, int kept) {
    table.refresh();
    if (WarehouseTables.nameOf(table).equals(ReadingTable.NAME.toString())) {
      catalog.database().windows().catchUp(table);
    }

    Snapshot newest = table.currentSnapshot();
    // What is committed from now on is not recorded yet, whatever the time is.
    long recorded = newest == null ? 0 : newest.timestampMillis();
    return new SnapshotExpiry(table, kept, Math.min(before.toEpochMilli(), recorded));
  }

  long beforeMillis() {
    return beforeMillis;
  }

  int kept() {
    return kept;
  }

  /** How many snapshots go. */
  int count() {
    return update().apply().size();
  }

  /** Lets them go, with the files that only they had. */
  void expire() {
    ExpireSnapshots named = update();
    // Named ones go with all files that no other snapshot has. Of others Iceberg leaves those that
    // the first snapshot that stays has deleted.
    update().apply().forEach(snapshot -> named.expireSnapshotId(snapshot.snapshotId()));
    named.commit();
  }

  private ExpireSnapshots update() {
    return table.expireSnapshots().expireOlderThan(beforeMillis).retainLast(kept);
  }
}
