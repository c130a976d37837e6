package io.pfss.runners.launcher.observe;

import java.io.IOException;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/**
 * Counts the files of an Iceberg table and their rows by the totals of its present snapshot. What
 * was there when this object was made is history and does not count. Thread-safe.
 */
public final class TableCount implements WarehouseCount {
  private final Table table;
  private final ParquetCount history;

  private TableCount(Table table) {
    this.table = table;
    this.history = total(table);
  }

  /** What is committed from now on. */
  public static TableCount fromNow(Table table) {
    return new TableCount(table);
  }

  @Override
  public synchronized ParquetCount count() throws IOException {
    try {
      table.refresh();
    } catch (RuntimeException e) {
      throw new IOException("The catalog does not tell the table's state: " + e.getMessage(), e);
    }

    ParquetCount now = total(table);
    return new ParquetCount(now.files() - history.files(), now.rows() - history.rows());
  }

  private static ParquetCount total(Table table) {
    Snapshot snapshot = table.currentSnapshot();
    if (snapshot == null) {
      return new ParquetCount(0, 0);
    }

    Map<String, String> totals = snapshot.summary();
    return new ParquetCount(
        Long.parseLong(totals.get(SnapshotSummary.TOTAL_DATA_FILES_PROP)),
        Long.parseLong(totals.get(SnapshotSummary.TOTAL_RECORDS_PROP)));
  }
}
