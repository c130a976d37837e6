package io.pfss.runners.launcher;

import io.pfss.pipeline.PfssPipeline;
import io.pfss.runners.launcher.metrics.DriverWatch;
import io.pfss.runners.launcher.web.HealthPages;
import java.io.IOException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pipeline while it runs. */
final class PipelineRun {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineRun.class);

  private final PipelineResult result;
  private final ModelWatch models;
  private final DriverWatch driver;
  private final Thread watcher;

  private PipelineRun(
      PipelineResult result, ModelWatch models, DriverWatch driver, Thread watcher) {
    this.result = result;
    this.models = models;
    this.driver = driver;
    this.watcher = watcher;
  }

  /** Starts the pipeline; its end, for whatever reason, is a reason to stop. */
  static PipelineRun start(LauncherOptions options, StopSignal stop, RunLog log, HealthPages health)
      throws IOException {
    Pipeline pipeline = PfssPipeline.create(options);
    PipelineResult result = pipeline.run();
    LOG.info("The pipeline runs");
    ModelWatch models = ModelWatch.start(options, result, log);
    DriverWatch driver = DriverWatch.start(options, result, health);
    Thread watcher = new Thread(() -> watch(result, stop), "pfss-pipeline");
    watcher.setDaemon(true);
    watcher.start();
    return new PipelineRun(result, models, driver, watcher);
  }

  /** Ends the pipeline; what it has read goes through all steps first where the runner can. */
  void stop() throws IOException {
    models.close();
    driver.close();
    if (!result.getState().isTerminal()) {
      result.cancel();
    }

    watcher.interrupt();
  }

  private static void watch(PipelineResult result, StopSignal stop) {
    try {
      PipelineResult.State state = result.waitUntilFinish();
      stop.stop("the pipeline ended as " + state);
    } catch (RuntimeException e) {
      stop.fail(e);
    }
  }
}
