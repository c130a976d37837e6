package io.pfss.runners.launcher;

import io.pfss.pipeline.PfssPipeline;
import io.pfss.runners.launcher.metrics.DriverMeters;
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
  private final DriverWatch driver;
  private final Thread watcher;

  private PipelineRun(PipelineResult result, DriverWatch driver, Thread watcher) {
    this.result = result;
    this.driver = driver;
    this.watcher = watcher;
  }

  /** Starts the pipeline; its end, for whatever reason, is a reason to stop. */
  static PipelineRun start(
      LauncherOptions options, StopSignal stop, RunLog log, DriverMeters meters, HealthPages health)
      throws IOException {
    Pipeline pipeline = PfssPipeline.create(options, PfssPipeline.nextJob(options));
    PipelineResult result = pipeline.run();
    LOG.info("The pipeline runs");
    DriverWatch driver = DriverWatch.start(options, result, meters, health, log::look);
    Thread watcher = new Thread(() -> watch(result, stop), "pfss-pipeline");
    watcher.setDaemon(true);
    watcher.start();
    return new PipelineRun(result, driver, watcher);
  }

  /** Ends the pipeline; what it has read goes through all steps first where the runner can. */
  void stop() throws IOException {
    try {
      if (!result.getState().isTerminal()) {
        result.cancel();
      }
    } finally {
      driver.close();
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
