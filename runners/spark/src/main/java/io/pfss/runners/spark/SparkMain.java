package io.pfss.runners.spark;

import io.pfss.runners.launcher.Launcher;
import io.pfss.runners.launcher.LauncherOptions;
import java.nio.file.Path;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;

/** The main job on SparkRunner in streaming mode. */
public final class SparkMain {
  private static final String DEFAULT_CHECKPOINTS = "/tmp/pfss";

  private SparkMain() {}

  /** Runs until it is stopped; {@code --help} lists the options. */
  public static void main(String[] args) {
    Launcher.launch(args, SparkPipelineOptions.class, SparkMain::prepare);
  }

  private static void prepare(SparkPipelineOptions options) {
    options.setRunner(SparkRunner.class);
    options.setStreaming(true);
    if (DEFAULT_CHECKPOINTS.isEmpty()) {
      options.setCheckpointDir(
          Path.of(options.as(LauncherOptions.class).getDataFolder(), "checkpoints").toString());
    }
  }
}
