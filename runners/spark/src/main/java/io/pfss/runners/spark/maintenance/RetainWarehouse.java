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
 * Deletes whole hours of event time that are older than is kept. No file is read or written for it;
 * an hour's files are deleted when the last snapshot expires that has them. May run beside a
 * stream, and be cut off at any point.
 */
public final class RetainWarehouse {
  private final WarehouseCatalog catalog;
  private final Instant from;
  private final Instant snapshotsBefore;
  private final int snapshotsKept;

  /**
   * Retains the tables of a catalog.
   *
   * @param keepFrom in the first hour of event time that is kept
   * @param snapshotsBefore snapshots before this time go
   * @param snapshotsKept how many stay however old they are, at least 1
   */
  public RetainWarehouse(
      WarehouseCatalog catalog, Instant keepFrom, Instant snapshotsBefore, int snapshotsKept) {
    this.catalog = catalog;
    this.from = keepFrom.truncatedTo(ChronoUnit.HOURS);
    this.snapshotsBefore = snapshotsBefore;
    this.snapshotsKept = snapshotsKept;
  }

  /** The first event time that is kept. */
  public Instant from() {
    return from;
  }

  /** Deletes the hours, and lets go the snapshots of every table. */
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

  /** Says what {@link #run} would do, but for the snapshot that is of its own making. */
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
