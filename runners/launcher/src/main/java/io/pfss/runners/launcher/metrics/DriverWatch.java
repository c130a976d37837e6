package io.pfss.runners.launcher.metrics;

import io.pfss.pipeline.PfssPipeline;
import io.pfss.pipeline.read.GroupLag;
import io.pfss.runners.launcher.LauncherOptions;
import io.pfss.runners.launcher.web.HealthCheck;
import io.pfss.runners.launcher.web.HealthPages;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the running pipeline every 5 s, beside the readings' way, and tells what it sees: its
 * health.
 */
public final class DriverWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriverWatch.class);
  private static final long PERIOD_SECONDS = 5;

  private final PipelineResult pipeline;
  private final GroupWatch group;
  private final HealthPages health;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "pfss-driver-watch");
            thread.setDaemon(true);
            return thread;
          });

  private DriverWatch(PipelineResult pipeline, GroupWatch group, HealthPages health) {
    this.pipeline = pipeline;
    this.group = group;
    this.health = health;
  }

  /** Starts to look. */
  public static DriverWatch start(
      LauncherOptions options, PipelineResult pipeline, HealthPages health) {
    GroupLag lag =
        GroupLag.of(PfssPipeline.kafka(options), options.getHeatTopic(), options.getGroup());
    DriverWatch watch = new DriverWatch(pipeline, new GroupWatch(lag), health);
    watch.timer.scheduleWithFixedDelay(watch::look, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    return watch;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    group.close();
  }

  private void look() {
    try {
      group.look();
      PipelineResult.State state = pipeline.getState();
      List<HealthCheck> checks = new ArrayList<>();
      checks.add(
          new HealthCheck("pipeline", state == PipelineResult.State.RUNNING, state.toString()));
      checks.addAll(group.checks());
      health.update(checks);
    } catch (RuntimeException e) {
      LOG.warn("The pipeline cannot be looked at: {}", e.toString());
    }
  }
}
