// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import java.io.IOException;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The size of a table, or of a part of it, at one moment.
 *
 * @param files number of data files
 * @param bytes their total size
 * @param rows number of their rows
 */
public record TableState(long files, long bytes, long rows) {
  /** Returns the size of a table's current snapshot, as it was loaded or refreshed. */
  public static TableState of(Table table) {
    Snapshot snapshot = table.currentSnapshot();
    return snapshot == null ? new TableState(0, 0, 0) : of(snapshot.summary());
  }

  /** Returns the size of the files that may have rows for which an expression is true. */
  public static TableState of(Table table, Expression which) throws IOException {
    long files = 0;
    long bytes = 0;
    long rows = 0;
    try (CloseableIterable<FileScanTask> tasks = table.newScan().filter(which).planFiles()) {
      for (FileScanTask task : tasks) {
        DataFile file = task.file();
        files++;
        bytes += file.fileSizeInBytes();
        rows += file.recordCount();
      }
    }

    return new TableState(files, bytes, rows);
  }

  private static TableState of(Map<String, String> summary) {
    return new TableState(
        Long.parseLong(summary.get(SnapshotSummary.TOTAL_DATA_FILES_PROP)),
        Long.parseLong(summary.get(SnapshotSummary.TOTAL_FILE_SIZE_PROP)),
        Long.parseLong(summary.get(SnapshotSummary.TOTAL_RECORDS_PROP)));
  }
}
