// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Creates a new checkpoint folder for each start of the job. Offsets are in Kafka and readings are
 * in the sinks, so the job needs nothing from an earlier checkpoint. That checkpoint has the
 * options and classes of its run; Spark would use them instead of the new ones, or fail to read
 * them.
 */
final class FreshCheckpoints {
  private static final String PREFIX = "run-";

  private FreshCheckpoints() {}

  /**
   * Deletes the checkpoints of earlier runs and returns the folder of this run.
   *
   * @param folder of the job's checkpoints, on any file system that Hadoop supports
   * @throws IllegalArgumentException if the folder cannot be used
   */
  static String in(String folder) {
    try {
      Path root = new Path(folder);
      FileSystem files = root.getFileSystem(new Configuration());
      for (FileStatus earlier : earlier(files, root)) {
        files.delete(earlier.getPath(), true);
      }

      return new Path(root, PREFIX + System.currentTimeMillis()).toString();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--checkpointDir=" + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static FileStatus[] earlier(FileSystem files, Path root) throws IOException {
    try {
      return files.listStatus(root, path -> path.getName().startsWith(PREFIX));
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }
}
