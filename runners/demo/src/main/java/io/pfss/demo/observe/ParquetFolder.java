// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * Counts the Parquet files under a warehouse's folder, and their rows by their footers: {@code
 * <root>/dt=YYYY-MM-DD/hour=HH/*.parquet} on any file system that Hadoop supports. Files that
 * existed when this object was created do not count. Thread-safe.
 *
 * <p>Each footer is read once: files appear atomically and do not change.
 */
public final class ParquetFolder implements WarehouseCount {
  private final Listing listing;
  private final Configuration configuration;
  private final Set<Path> excluded = new HashSet<>();
  private final Map<Path, Long> rows = new HashMap<>();

  /**
   * Creates a counter of the files that appear from now on.
   *
   * @param root a local path or a URI such as {@code hdfs://host/warehouse}; may be missing
   * @param configuration Hadoop's configuration, which names the file system of a path without a
   *     scheme
   * @throws IOException if the file system cannot be reached or the folder cannot be listed
   */
  public ParquetFolder(String root, Configuration configuration) throws IOException {
    this(visibleFiles(root, configuration), configuration);
  }

  private ParquetFolder(Listing listing, Configuration configuration) throws IOException {
    this.listing = listing;
    this.configuration = configuration;
    listing.files().forEach(file -> excluded.add(file.getPath()));
  }

  /**
   * Returns a counter of the files that a listing adds from now on. For a writer such as Spark's
   * sink, which leaves files of failed attempts in its folder.
   *
   * @param listing the files that count now; complete files only
   * @throws IOException if the files cannot be listed
   */
  public static ParquetFolder of(Listing listing, Configuration configuration) throws IOException {
    return new ParquetFolder(listing, configuration);
  }

  private static Listing visibleFiles(String root, Configuration configuration) throws IOException {
    Path files = new Path(escape(new Path(root)), "dt=*/hour=*/[!_.]*.parquet");
    FileSystem fileSystem = files.getFileSystem(configuration);
    return () -> Arrays.stream(fileSystem.globStatus(files)).filter(FileStatus::isFile).toList();
  }

  @Override
  public synchronized ParquetCount count() throws IOException {
    Set<Path> present = new HashSet<>();
    for (FileStatus file : listing.files()) {
      Path path = file.getPath();
      if (!excluded.contains(path)) {
        present.add(path);
        if (!rows.containsKey(path)) {
          try {
            rows.put(path, readRows(file));
          } catch (FileNotFoundException e) {
            // Merged into another file since the listing; the next call counts that file.
          }
        }
      }
    }

    rows.keySet().retainAll(present);
    return new ParquetCount(rows.size(), rows.values().stream().mapToLong(Long::longValue).sum());
  }

  /** Escapes the characters of a path that have a meaning in a pattern. */
  private static Path escape(Path path) {
    return new Path(path.toString().replaceAll("[*?\\[\\]{}\\\\^]", "\\\\$0"));
  }

  private long readRows(FileStatus file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromStatus(file, configuration))) {
      return reader.getRecordCount();
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new IOException("Not a Parquet file: " + file.getPath() + ": " + e.getMessage(), e);
    }
  }

  /** The files that count. */
  @FunctionalInterface
  public interface Listing {
    /**
     * Returns those that are there now.
     *
     * @throws IOException if they cannot be listed
     */
    List<FileStatus> files() throws IOException;
  }
}
