// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/** Reads a warehouse as other programs do: with parquet-avro, ignoring hidden folders. */
public final class ParquetRows {
  private ParquetRows() {}

  static List<Path> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }

    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !root.relativize(file).toString().startsWith("_"))
          .sorted()
          .toList();
    }
  }

  /** Returns the rows of all files below a folder. */
  public static List<GenericRecord> all(Path root) throws IOException {
    List<GenericRecord> rows = new ArrayList<>();
    files(root).forEach(file -> rows.addAll(read(file)));
    return rows;
  }

  static List<Long> offsets(Path root) throws IOException {
    return all(root).stream().map(row -> (Long) row.get("kafka_offset")).toList();
  }

  static List<GenericRecord> read(Path file) {
    List<GenericRecord> rows = new ArrayList<>();
    try (ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(
                HadoopInputFile.fromPath(
                    new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))
            .build()) {
      GenericRecord row;
      while ((row = reader.read()) != null) {
        rows.add(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return rows;
  }
}
