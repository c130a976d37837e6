// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import io.pfss.driver.alarm.PipelineFaults;
import io.pfss.driver.metrics.DriverMeters;
import io.pfss.driver.metrics.PipelineMonitor;
import io.pfss.driver.web.HealthPages;
import io.pfss.pipeline.PfssPipeline;
import io.pfss.pipeline.PipelineSettings;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running pipeline. */
final class PipelineRun {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineRun.class);

  private final PipelineResult result;
  private final PipelineMonitor monitor;
  private final Thread watcher;
  private volatile boolean isCancelled;

  private PipelineRun(PipelineResult result, PipelineMonitor monitor, StopSignal stop) {
    this.result = result;
    this.monitor = monitor;
    this.watcher = new Thread(() -> watch(stop), "pfss-pipeline");
    watcher.setDaemon(true);
  }

  /** Starts the pipeline. When the pipeline ends, it triggers {@code stop}. */
  static PipelineRun start(
      DriverOptions options,
      StopSignal stop,
      RunLog log,
      DriverMeters meters,
      HealthPages health,
      PipelineFaults faults)
      throws IOException {
    Pipeline pipeline = PfssPipeline.create(options, PipelineSettings.nextJob(options));
    PipelineResult result = pipeline.run();
    LOG.info("The pipeline runs");
    PipelineMonitor monitor =
        PipelineMonitor.start(options, result, meters, health, faults, log::look);
    PipelineRun run = new PipelineRun(result, monitor, stop);
    run.watcher.start();
    return run;
  }

  /** Stops the pipeline. Records in flight pass all steps first if the runner supports it. */
  void stop() throws IOException {
    try {
      if (!result.getState().isTerminal()) {
        isCancelled = true;
        result.cancel();
      }
    } finally {
      monitor.close();
    }

    watcher.interrupt();
  }

  private void watch(StopSignal stop) {
    try {
      PipelineResult.State state = result.waitUntilFinish();
      stop.stop("the pipeline ended as " + state);
    } catch (RuntimeException e) {
      if (isCancelled && isRejectedBundle(Throwables.getRootCause(e))) {
        LOG.debug("Runner rejected a bundle during shutdown", e);
      } else {
        stop.fail(e);
      }
    }
  }

  /**
   * Whether DirectRunner has rejected a bundle: it closes its thread pool and its steps while one
   * may still submit its next bundle.
   */
  private static boolean isRejectedBundle(Throwable cause) {
    return cause instanceof RejectedExecutionException
        || (cause instanceof IllegalStateException
            && cause.getMessage() != null
            && cause.getMessage().contains("finished TransformEvaluatorRegistry"));
  }
}
