package io.pfss.runners.e2e;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** Reads a warehouse by parquet-avro, as a stranger to PFSS would. */
public final class ParquetContent {
  private ParquetContent() {}

  /** All rows of the files that are no hidden ones, on any file system that Hadoop knows. */
  static List<GenericRecord> readAll(String root, Configuration configuration) throws IOException {
    List<GenericRecord> rows = new ArrayList<>();
    for (LocatedFileStatus file : files(root, configuration)) {
      try (ParquetReader<GenericRecord> reader =
          AvroParquetReader.<GenericRecord>builder(HadoopInputFile.fromStatus(file, configuration))
              .build()) {
        GenericRecord row;
        while ((row = reader.read()) != null) {
          rows.add(row);
        }
      }
    }

    return rows;
  }

  /** The Parquet files that are no hidden ones; none if the folder is absent. */
  public static List<LocatedFileStatus> files(String root, Configuration configuration)
      throws IOException {
    List<LocatedFileStatus> found = new ArrayList<>();
    FileSystem fileSystem = new Path(root).getFileSystem(configuration);
    try {
      Path folder = fileSystem.makeQualified(new Path(root));
      RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(folder, true);
      while (files.hasNext()) {
        LocatedFileStatus file = files.next();
        String name = folder.toUri().relativize(file.getPath().toUri()).getPath();
        if (name.endsWith(".parquet") && !name.startsWith("_")) {
          found.add(file);
        }
      }
    } catch (FileNotFoundException e) {
      // Not there yet, or a segment was merged while the folder was listed: look again later.
      return List.of();
    }

    found.sort(Comparator.comparing(LocatedFileStatus::getPath));
    return found;
  }
}
