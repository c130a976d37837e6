// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** Reads a warehouse with parquet-avro, independently of PFSS's readers. */
public final class ParquetContent {
  private ParquetContent() {}

  /** Returns all rows of the files that are not hidden, on any file system that Hadoop supports. */
  static List<GenericRecord> readAll(String root, Configuration configuration) throws IOException {
    List<String> files =
        files(root, configuration).stream().map(file -> file.getPath().toString()).toList();
    return readAll(files, configuration);
  }

  /** Returns all rows of some files, file by file. */
  public static List<GenericRecord> readAll(List<String> files, Configuration configuration)
      throws IOException {
    List<GenericRecord> rows = new ArrayList<>();
    for (String file : files) {
      try (ParquetReader<GenericRecord> reader =
          AvroParquetReader.<GenericRecord>builder(
                  HadoopInputFile.fromPath(new Path(file), configuration))
              .withConf(configuration)
              .build()) {
        GenericRecord row;
        while ((row = reader.read()) != null) {
          rows.add(row);
        }
      }
    }

    return rows;
  }

  /** Returns the Parquet files that are not hidden; empty if the folder is missing. */
  public static List<FileStatus> files(String root, Configuration configuration)
      throws IOException {
    List<FileStatus> found = new ArrayList<>();
    Path folder = new Path(root);
    addFiles(folder.getFileSystem(configuration), folder, found);
    found.sort(Comparator.comparing(FileStatus::getPath));
    return found;
  }

  private static void addFiles(FileSystem fileSystem, Path folder, List<FileStatus> found)
      throws IOException {
    FileStatus[] children;
    try {
      children = fileSystem.listStatus(folder, path -> !path.getName().startsWith("_"));
    } catch (FileNotFoundException e) {
      // Nothing was written yet.
      return;
    }

    for (FileStatus child : children) {
      if (child.isDirectory()) {
        addFiles(fileSystem, child.getPath(), found);
      } else if (child.getPath().getName().endsWith(".parquet")) {
        found.add(child);
      }
    }
  }
}
