package io.pfss.demo.observe;

import io.pfss.pipeline.catalog.TableState;
import java.io.IOException;
import org.apache.iceberg.Table;

/** Counts what was added to a warehouse since this object was made. */
@FunctionalInterface
public interface WarehouseCount {
  /**
   * Counts what was added until now.
   *
   * @throws IOException if the warehouse cannot be read
   */
  ParquetCount count() throws IOException;

  /** What is committed to an Iceberg table from now on, by the totals of its present snapshot. */
  static WarehouseCount ofTable(Table table) {
    TableState history = TableState.of(table);
    return () -> {
      try {
        table.refresh();
      } catch (RuntimeException e) {
        throw new IOException("The catalog does not tell the table's state: " + e.getMessage(), e);
      }

      TableState now = TableState.of(table);
      return new ParquetCount(now.files() - history.files(), now.rows() - history.rows());
    };
  }
}
