// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.maintenance;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;

/**
 * Finds and deletes files that a crash has left in a table's folders and that belong to no
 * snapshot. It looks only in those folders, because the stream's segments are next to them.
 */
final class OrphanFiles {
  private final SparkSession spark;
  private final Table table;
  private final long beforeMillis;

  /**
   * Creates a search for files that were written before a time.
   *
   * @param before must be earlier than the start of any writer that is still running: its files are
   *     in no snapshot yet
   */
  OrphanFiles(SparkSession spark, Table table, Instant before) {
    this.spark = spark;
    this.table = table;
    this.beforeMillis = before.toEpochMilli();
  }

  /** Returns the locations of the files. */
  List<String> find() throws IOException {
    List<String> orphans = new ArrayList<>();
    for (String folder : WarehouseTables.foldersOf(table)) {
      Path path = new Path(folder);
      if (path.getFileSystem(hadoop()).exists(path)) {
        SparkActions.get(spark)
            .deleteOrphanFiles(table)
            .location(folder)
            .olderThan(beforeMillis)
            .deleteWith(any -> {})
            .execute()
            .orphanFileLocations()
            .forEach(orphans::add);
      }
    }

    return orphans;
  }

  /**
   * Deletes the files.
   *
   * @return the number of deleted files
   */
  int delete() throws IOException {
    int deleted = 0;
    for (String orphan : find()) {
      if (delete(new Path(orphan))) {
        deleted++;
      }
    }

    return deleted;
  }

  /** Checks the age again, because Iceberg rewrites some files under the same name. */
  private boolean delete(Path file) throws IOException {
    FileSystem files = file.getFileSystem(hadoop());
    try {
      return files.getFileStatus(file).getModificationTime() < beforeMillis
          && files.delete(file, false);
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }
}
