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

    if (!given.contains("checkpointDir")) {
      String data = options.as(LauncherOptions.class).getDataFolder();
      options.setCheckpointDir(Path.of(data, "checkpoints").toString());
    }
  }
}
