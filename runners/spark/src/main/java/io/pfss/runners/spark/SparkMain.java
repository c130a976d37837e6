// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import io.pfss.driver.ClusterOptions;
import io.pfss.driver.DriverOptions;
import io.pfss.driver.Launcher;
import io.pfss.driver.MainJob;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;

/**
 * The main job on SparkRunner in streaming mode: in this process, or on a cluster with
 * spark-submit.
 */
public final class SparkMain {
  private static final String LOCAL_MASTER = "local[2]";

  private static final String DEPLOY_MODE_PROPERTY = "spark.submit.deployMode";

  private static final long BATCH_INTERVAL_MILLIS = 1000;

  /**
   * Maximum time that a batch looks for offsets. Beam's defaults, 200 ms and a tenth of the
   * interval, would occupy a core per split even without readings.
   */
  private static final long READ_MILLIS = 20;

  /** One offset range hint covers everything that a split has. */
  private static final long HINTS_PER_BATCH = 1;

  /** The merge of a window delays its batch, so two cores share it. */
  private static final int WAREHOUSE_SHARDS = 2;

  private SparkMain() {}

  /** Runs until it is stopped; {@code --help} lists the options. */
  public static void main(String[] args) {
    int status = Launcher.run(args, SparkPipelineOptions.class, SparkMain::setDefaults);
    if (!isReturn(status, System.getProperty(DEPLOY_MODE_PROPERTY))) {
      System.exit(status);
    }
  }

  /**
   * Returns whether {@code main} must return instead of exiting. YARN's application master treats
   * every exit as a failure and starts another attempt, which would stop the job that now has the
   * group.
   */
  static boolean isReturn(int status, String deployMode) {
    return "cluster".equals(deployMode) && (status == 0 || status == MainJob.GROUP_IN_USE);
  }

  private static boolean setDefaults(SparkPipelineOptions options, Set<String> given) {
    SparkSetup.setBatchClock();
    options.setRunner(SparkRunner.class);
    options.setStreaming(true);
    // No step's output is read by two other steps, so a cache has no use.
    options.setCacheDisabled(true);
    options.as(SparkContextOptions.class).setListeners(List.of(new BatchLog()));
    if (!given.contains("warehouseShards")) {
      options.as(DriverOptions.class).setWarehouseShards(WAREHOUSE_SHARDS);
    }

    options.setReadTimePercentage(Double.MIN_NORMAL);
    options.setMinReadTimeMillis(READ_MILLIS);
    options.setMaxRecordsPerBatch(HINTS_PER_BATCH);
    if (!given.contains("batchIntervalMillis")) {
      options.setBatchIntervalMillis(BATCH_INTERVAL_MILLIS);
    }

    setMaster(options, given);
    boolean isCluster = !SparkSetup.isLocal(options.getSparkMaster());
    if (isCluster) {
      setClusterDefaults(options.as(DriverOptions.class), given);
      SparkSetup.stageJar(options);
    } else {
      setLocalDefaults(options, given);
    }

    options.setCheckpointDir(FreshCheckpoints.in(options.getCheckpointDir()));
    return isCluster;
  }

  private static void setMaster(SparkPipelineOptions options, Set<String> given) {
    Optional<String> submitted = SparkSetup.submittedMaster();
    if (submitted.isPresent()) {
      options.setSparkMaster(submitted.get());
    } else if (!given.contains("sparkMaster")) {
      options.setSparkMaster(LOCAL_MASTER);
    }
  }

  private static void setLocalDefaults(SparkPipelineOptions options, Set<String> given) {
    SparkSetup.setLocal();
    if (!given.contains("checkpointDir")) {
      String data = options.as(DriverOptions.class).getDataFolder();
      options.setCheckpointDir(Path.of(data, "checkpoints").toString());
    }
  }

  private static void setClusterDefaults(DriverOptions options, Set<String> given) {
    ClusterOptions.check(options, given, List.of("warehouse", "model", "checkpointDir"));
    if (options.getLog().isEmpty()) {
      options.setLog("none");
    }
  }
}
