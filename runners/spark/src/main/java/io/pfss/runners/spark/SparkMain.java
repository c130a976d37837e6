package io.pfss.runners.spark;

import io.pfss.runners.launcher.Launcher;
import io.pfss.runners.launcher.LauncherOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;

/** The main job on SparkRunner in streaming mode. */
public final class SparkMain {
  private static final String LOCAL_MASTER = "local[2]";

  /** What a local Spark listens on is nobody else's business. */
  private static final Map<String, String> LOCAL_SETTINGS =
      Map.of(
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.driver.host", "127.0.0.1",
          "spark.ui.enabled", "false");

  private static final long BATCH_INTERVAL_MILLIS = 1000;

  /** The share of a batch's time in which its records are read; Beam's own, a tenth, throttles. */
  private static final double READ_TIME_SHARE = 0.4;

  private SparkMain() {}

  /** Runs until it is stopped; {@code --help} lists the options. */
  public static void main(String[] args) {
    Launcher.launch(args, SparkPipelineOptions.class, SparkMain::setDefaults);
  }

  private static void setDefaults(SparkPipelineOptions options, Set<String> given) {
    options.setRunner(SparkRunner.class);
    options.setStreaming(true);
    if (!given.contains("sparkMaster")) {
      options.setSparkMaster(LOCAL_MASTER);
    }

    if (options.getSparkMaster().startsWith("local")) {
      LOCAL_SETTINGS.forEach(System::setProperty);
    }

    if (!given.contains("batchIntervalMillis")) {
      options.setBatchIntervalMillis(BATCH_INTERVAL_MILLIS);
    }

    if (!given.contains("readTimePercentage")) {
      options.setReadTimePercentage(READ_TIME_SHARE);
    }

    // No step is read by two others: nothing is worth keeping.
    options.setCacheDisabled(true);
    if (!given.contains("checkpointDir")) {
      String data = options.as(LauncherOptions.class).getDataFolder();
      options.setCheckpointDir(Path.of(data, "checkpoints").toString());
    }
  }
}
