package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.ReceivedReading;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.parquet.hadoop.ParquetReader;

/** The rows of parts of files. */
final class SplitRows {
  private SplitRows() {}

  /**
   * Hands on those whose event time counts.
   *
   * @param fromMillis the first event time
   * @param toMillis the first that does not count
   * @throws IOException if the part cannot be read; the message names its file
   */
  static void read(
      FileSplit split, long fromMillis, long toMillis, Consumer<ReceivedReading> counting)
      throws IOException {
    try (ParquetReader<ReceivedReading> rows = ReadingParquetReader.open(split)) {
      ReceivedReading row;
      while ((row = next(rows, split)) != null) {
        long time = row.reading().eventTimeMillis();
        if (time >= fromMillis && time < toMillis) {
          counting.accept(row);
        }
      }
    }
  }

  private static ReceivedReading next(ParquetReader<ReceivedReading> rows, FileSplit split)
      throws IOException {
    try {
      return rows.read();
    } catch (IOException | RuntimeException e) {
      throw new IOException(split.file() + " cannot be read: " + e.getMessage(), e);
    }
  }
}
