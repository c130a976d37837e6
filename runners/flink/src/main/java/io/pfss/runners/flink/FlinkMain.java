// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.flink;

import io.pfss.driver.ClusterOptions;
import io.pfss.driver.DriverOptions;
import io.pfss.driver.Launcher;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The main job on FlinkRunner: in this process, or on a cluster that {@code --flinkMaster} names.
 */
public final class FlinkMain implements Launcher.RunnerDefaults<FlinkJobOptions> {
  private static final int PARALLELISM = 2;

  /**
   * Maximum time, in ms, from the first batch of a bundle to its end, when the sinks are flushed. A
   * shorter one costs processor time, a longer one latency.
   */
  private static final long BUNDLE_MILLIS = 200;

  private static final long WATERMARK_INTERVAL_MILLIS = 100;

  private FlinkMain() {}

  /** Runs until it is stopped; {@code --help} lists the options. */
  public static void main(String[] args) {
    Launcher.launch(args, FlinkJobOptions.class, new FlinkMain());
  }

  @Override
  public boolean set(FlinkJobOptions options, Set<String> given) {
    options.setRunner(StoppableFlinkRunner.class);
    options.setStreaming(true);
    // By it a start finds the job that a killed driver has left on a cluster.
    options.setJobName("pfss " + options.as(DriverOptions.class).getGroup());
    // Otherwise what a step outputs at the end of a bundle would wait for its next element.
    options.setFinishBundleBeforeCheckpointing(true);
    // Elements are immutable.
    options.setFasterCopy(true);
    if (!given.contains("maxBundleTimeMills")) {
      options.setMaxBundleTimeMills(BUNDLE_MILLIS);
    }

    if (!given.contains("autoWatermarkInterval")) {
      options.setAutoWatermarkInterval(WATERMARK_INTERVAL_MILLIS);
    }

    if (!given.contains("parallelism")) {
      options.setParallelism(PARALLELISM);
    }

    boolean isCluster = !StoppableFlinkRunner.isLocal(options.getFlinkMaster());
    if (isCluster) {
      ClusterOptions.check(
          options.as(DriverOptions.class), given, List.of("warehouse", "model", "savepointFolder"));
    } else if (!given.contains("savepointFolder")) {
      String data = options.as(DriverOptions.class).getDataFolder();
      options.setSavepointFolder(Path.of(data, "savepoints").toUri().toString());
    }

    return isCluster;
  }

  @Override
  public void endEarlierJob(FlinkJobOptions options) {
    if (!StoppableFlinkRunner.isLocal(options.getFlinkMaster())) {
      EarlierJobs.cancel(StoppableFlinkRunner.configuration(options), options.getJobName());
    }
  }
}
