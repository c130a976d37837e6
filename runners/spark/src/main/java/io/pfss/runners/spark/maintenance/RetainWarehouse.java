// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.maintenance;

import io.pfss.pipeline.catalog.SnapshotExpiry;
import io.pfss.pipeline.catalog.TableState;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;

/**
 * Deletes whole hours of event time that are older than the retention period. It reads and writes
 * no data file; the files of an hour are deleted when the last snapshot with them expires. It may
 * run while the stream runs and may be interrupted at any point.
 */
public final class RetainWarehouse {
  private final WarehouseCatalog catalog;
  private final Instant from;
  private final Instant snapshotsBefore;
  private final int snapshotsKept;

  /**
   * Creates a retention of the tables of a catalog.
   *
   * @param keepFrom a time in the first hour that stays
   * @param snapshotsBefore expires snapshots before this time
   * @param snapshotsKept number of snapshots that stay whatever their age, at least 1
   */
  public RetainWarehouse(
      WarehouseCatalog catalog, Instant keepFrom, Instant snapshotsBefore, int snapshotsKept) {
    this.catalog = catalog;
    this.from = keepFrom.truncatedTo(ChronoUnit.HOURS);
    this.snapshotsBefore = snapshotsBefore;
    this.snapshotsKept = snapshotsKept;
  }

  /** Returns the first event time that stays. */
  public Instant from() {
    return from;
  }

  /** Deletes the hours and expires the snapshots of each table. */
  public List<RetainReport> run() throws IOException {
    List<RetainReport> reports = new ArrayList<>();
    for (Table table : WarehouseTables.of(catalog)) {
      TableState before = TableState.of(table);
      TableState deleted = TableState.of(table, hours());
      if (deleted.files() > 0) {
        table.newDelete().deleteFromRowFilter(hours()).commit();
      }

      SnapshotExpiry expiry = expiry(table);
      int expired = expiry.count();
      expiry.expire();
      table.refresh();
      reports.add(report(table, before, TableState.of(table), deleted, expired));
    }

    return reports;
  }

  /** Returns what {@link #run} would do, without the snapshot that it would create. */
  public List<RetainReport> plan() throws IOException {
    List<RetainReport> reports = new ArrayList<>();
    for (Table table : WarehouseTables.of(catalog)) {
      TableState state = TableState.of(table);
      reports.add(
          report(table, state, state, TableState.of(table, hours()), expiry(table).count()));
    }

    return reports;
  }

  private RetainReport report(
      Table table, TableState before, TableState after, TableState deleted, int expired) {
    return new RetainReport(WarehouseTables.nameOf(table), before, after, deleted, expired);
  }

  private Expression hours() {
    return WarehouseTables.hoursUntil(from);
  }

  private SnapshotExpiry expiry(Table table) {
    return SnapshotExpiry.of(catalog, table, snapshotsBefore, snapshotsKept);
  }
}
