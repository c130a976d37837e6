package io.pfss.demo.observe;

import java.io.IOException;

/** Counts the Parquet files that have appeared in a warehouse since the run began. Thread-safe. */
@FunctionalInterface
public interface WarehouseCount {
  /**
   * Counts what is there now.
   *
   * @throws IOException if the warehouse does not tell
   */
  ParquetCount count() throws IOException;
}
