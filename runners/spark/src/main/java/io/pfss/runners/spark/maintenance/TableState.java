package io.pfss.runners.spark.maintenance;

import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/**
 * How much a table holds at one moment.
 *
 * @param files how many data files
 * @param bytes of these
 * @param rows in these
 */
public record TableState(long files, long bytes, long rows) {
  /** What the present snapshot of a table says, as it was loaded or refreshed. */
  static TableState of(Table table) {
    Snapshot snapshot = table.currentSnapshot();
    return snapshot == null ? new TableState(0, 0, 0) : of(snapshot.summary());
  }

  private static TableState of(Map<String, String> summary) {
    return new TableState(
        Long.parseLong(summary.get(SnapshotSummary.TOTAL_DATA_FILES_PROP)),
        Long.parseLong(summary.get(SnapshotSummary.TOTAL_FILE_SIZE_PROP)),
        Long.parseLong(summary.get(SnapshotSummary.TOTAL_RECORDS_PROP)));
  }
}
