package io.pfss.runners.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of checkpoints for each start of the job. Where the job goes on is in Kafka, and what it
 * has read is durable, so an earlier run's checkpoint has nothing that is missed; but it has that
 * run's options and classes, which Spark would take instead of the new ones, or fail to read.
 */
final class FreshCheckpoints {
  private static final String PREFIX = "run-";

  private FreshCheckpoints() {}

  /**
   * Deletes what earlier runs have left, and names a folder for this one.
   *
   * @param folder of the job's checkpoints, on any file system that Hadoop knows
   * @throws IllegalArgumentException if it cannot be used
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
