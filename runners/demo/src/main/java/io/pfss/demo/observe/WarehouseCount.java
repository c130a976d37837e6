// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import io.pfss.pipeline.catalog.TableState;
import java.io.IOException;
import org.apache.iceberg.Table;

/** Counts the Parquet files that were added to a warehouse since this object was created. */
@FunctionalInterface
public interface WarehouseCount {
  /**
   * Returns the files and rows added so far.
   *
   * @throws IOException if the warehouse cannot be read
   */
  ParquetCount count() throws IOException;

  /**
   * Counts files and rows committed to an Iceberg table from now on, by the totals of its
   * snapshots.
   */
  static WarehouseCount ofTable(Table table) {
    TableState start = TableState.of(table);
    return () -> {
      try {
        table.refresh();
      } catch (RuntimeException e) {
        throw new IOException(
            "Failed to read the table's state from the catalog: " + e.getMessage(), e);
      }

      TableState now = TableState.of(table);
      return new ParquetCount(now.files() - start.files(), now.rows() - start.rows());
    };
  }
}
