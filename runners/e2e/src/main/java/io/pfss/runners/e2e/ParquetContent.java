package io.pfss.runners.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** Reads a warehouse by parquet-avro, as a stranger to PFSS would. */
final class ParquetContent {
  private ParquetContent() {}

  /** All rows of the files that are no hidden ones. */
  static List<GenericRecord> readAll(Path root) throws IOException {
    List<GenericRecord> rows = new ArrayList<>();
    for (Path file : files(root)) {
      try (ParquetReader<GenericRecord> reader =
          AvroParquetReader.<GenericRecord>builder(
                  HadoopInputFile.fromPath(
                      new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))
              .build()) {
        GenericRecord row;
        while ((row = reader.read()) != null) {
          rows.add(row);
        }
      }
    }

    return rows;
  }

  static List<Path> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }

    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".parquet"))
          .filter(file -> !root.relativize(file).toString().startsWith("_"))
          .sorted()
          .toList();
    }
  }
}
