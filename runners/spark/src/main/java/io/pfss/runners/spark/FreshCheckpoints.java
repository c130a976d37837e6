package io.pfss.runners.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;

/**
 * A folder of checkpoints for each start of the job. Where the job goes on is in Kafka, and what it
 * has read is durable, so an earlier run's checkpoint has nothing that is missed; but it has that
 * run's options and classes, which Spark would take instead of the new ones, or fail to read.
 *
 * <p>Spark keeps two things there: states of streams, which executors write and read, and twice a
 * batch what it plans, which only a restart would read. The plans go to the driver's own disk:
 * where HDFS takes its time they would queue, a thousand of them in memory, and no state that is
 * done with would be deleted before its plan is written.
 */
final class FreshCheckpoints {
  /** The setting of Spark that names the folder of states. */
  static final String STATES_PROPERTY = "spark.pfss.states";

  private static final String PREFIX = "run-";

  private FreshCheckpoints() {}

  /**
   * Sets where a run that begins keeps its checkpoints, in the folder that its options name.
   *
   * @throws IllegalArgumentException if that cannot be used
   */
  static void set(SparkPipelineOptions options) {
    System.setProperty(STATES_PROPERTY, in(options.getCheckpointDir()));
    try {
      java.nio.file.Path plans = Files.createTempDirectory("pfss-plans-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> FileUtil.fullyDelete(plans.toFile())));
      options.setCheckpointDir(plans.toUri().toString());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The folder for temporary files, "
              + System.getProperty("java.io.tmpdir")
              + ", cannot be written to: set -Djava.io.tmpdir",
          e);
    }
  }

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

      return files.makeQualified(new Path(root, PREFIX + System.currentTimeMillis())).toString();
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
