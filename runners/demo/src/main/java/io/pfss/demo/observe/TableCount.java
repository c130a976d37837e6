package io.pfss.demo.observe;

import io.pfss.pipeline.catalog.TableState;
import java.io.IOException;
import org.apache.iceberg.Table;

/**
 * Counts the files of an Iceberg table and their rows by the totals of its present snapshot. What
 * was there when this object was made is history and does not count. Thread-safe.
 */
public final class TableCount {
  private final Table table;
  private final TableState history;

  private TableCount(Table table) {
    this.table = table;
    this.history = TableState.of(table);
  }

  /** What is committed from now on. */
  public static TableCount fromNow(Table table) {
    return new TableCount(table);
  }

  /**
   * Counts what was committed since.
   *
   * @throws IOException if the catalog does not answer
   */
  public synchronized ParquetCount count() throws IOException {
    try {
      table.refresh();
    } catch (RuntimeException e) {
      throw new IOException("The catalog does not tell the table's state: " + e.getMessage(), e);
    }

    TableState now = TableState.of(table);
    return new ParquetCount(now.files() - history.files(), now.rows() - history.rows());
  }
}
