package io.pfss.trials.benchmarks.warehouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** How large rows are in one Parquet file, by codec and order. */
final class ParquetSizes {
  private final Dataset<Row> rows;
  private final Path folder;

  ParquetSizes(Dataset<Row> rows, Path folder) {
    this.rows = rows;
    this.folder = folder;
  }

  /** The file's bytes. */
  long bytes(String codec, List<String> order) throws IOException {
    Path file = folder.resolve(codec + "-" + String.join("-", order));
    rows.repartition(1)
        .sortWithinPartitions(order.stream().map(functions::col).toArray(Column[]::new))
        .write()
        .option("compression", codec)
        .parquet(file.toString());
    try (Stream<Path> parts = Files.list(file)) {
      long bytes = 0;
      for (Path part : parts.filter(path -> path.toString().endsWith(".parquet")).toList()) {
        bytes += Files.size(part);
      }

      return bytes;
    }
  }
}
