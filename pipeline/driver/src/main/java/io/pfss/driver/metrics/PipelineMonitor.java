// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.metrics;

import io.pfss.driver.alarm.PipelineFaults;
import io.pfss.driver.web.HealthCheck;
import io.pfss.driver.web.HealthPages;
import io.pfss.models.soh.ModelDescription;
import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.metrics.LatencyHistogram;
import io.pfss.pipeline.score.ActiveModels;
import io.pfss.pipeline.source.GroupLag;
import io.pfss.pipeline.source.GroupLag.Lag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitors the running pipeline every 5 s, outside the data path: writes a point of {@code
 * pfss_pipeline} to InfluxDB, updates Prometheus meters and health checks, and reports drift once a
 * minute.
 */
public final class PipelineMonitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineMonitor.class);
  private static final long PERIOD_SECONDS = 5;
  private static final long MODEL_PERIOD_SECONDS = 10;
  private static final long CLOSE_TIMEOUT_SECONDS = 10;

  private final MonitorOptions options;
  private final PipelineResult pipeline;
  private final GroupWatch group;
  private final PipelineMeters meters;
  private final ModelWatch models;
  private final PointSender points;
  private final HealthPages health;
  private final PipelineFaults faults;
  private final SystemdWatchdog watchdog = new SystemdWatchdog(System.getenv());

  /** Two threads, as the catalog, which records models, may be slow. */
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2, new ThreadFactoryBuilder().setNameFormat("pfss-driver-watch").setDaemon(true).build());

  private LatencyHistogram latencies = LatencyHistogram.empty();
  private String problem = "";

  private PipelineMonitor(
      MonitorOptions options,
      PipelineResult pipeline,
      DriverMeters meters,
      HealthPages health,
      PipelineFaults faults)
      throws IOException {
    this.options = options;
    this.pipeline = pipeline;
    this.health = health;
    this.faults = faults;
    this.models = ModelWatch.of(options);
    this.points = new PointSender(PipelineSettings.influxLines(options));
    this.meters = new PipelineMeters(meters);
    this.group =
        new GroupWatch(
            GroupLag.of(
                PipelineSettings.kafka(options), options.getHeatTopic(), options.getGroup()));
  }

  /**
   * Starts monitoring.
   *
   * @param faults to update
   * @param noteModel records the active model version in the catalog; retried if it fails
   * @throws IOException if InfluxDB's host is unknown
   */
  public static PipelineMonitor start(
      MonitorOptions options,
      PipelineResult pipeline,
      DriverMeters meters,
      HealthPages health,
      PipelineFaults faults,
      Runnable noteModel)
      throws IOException {
    PipelineMonitor watch = new PipelineMonitor(options, pipeline, meters, health, faults);
    Future<?> unusedLooks =
        watch.timer.scheduleWithFixedDelay(watch::look, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    Future<?> unusedNotes =
        watch.timer.scheduleWithFixedDelay(
            () -> note(noteModel), MODEL_PERIOD_SECONDS, MODEL_PERIOD_SECONDS, TimeUnit.SECONDS);
    return watch;
  }

  /** Takes the last measurement and logs the pipeline's totals. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }

      look();
      logTotals();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      points.close();
      group.close();
    }
  }

  private static void note(Runnable noteModel) {
    try {
      noteModel.run();
    } catch (RuntimeException e) {
      LOG.warn("Active model not recorded in the catalog; retrying error={}", e.getMessage());
    }
  }

  private synchronized void look() {
    try {
      try {
        Optional<Lag> lag = group.look();
        faults.update(seenFaults());
        report(BeamCounters.of(pipeline), lag);
      } finally {
        List<HealthCheck> checks = checks();
        health.update(checks);
        watchdog.report(checks);
      }

      problem = "";
    } catch (RuntimeException e) {
      if (!problem.equals(e.toString())) {
        problem = e.toString();
        LOG.warn("Failed to collect pipeline metrics; retrying", e);
      }
    }
  }

  private void report(BeamCounters counters, Optional<Lag> lag) {
    ModelDescription serving =
        ActiveModels.of(options.getModel()).current().champion().description();
    String model = serving.name() + "/" + serving.version();
    LatencyHistogram now = counters.latencies();
    PipelinePoint point =
        new PipelinePoint(
            PipelinePoint.totals(counters),
            now.since(latencies),
            meters.meanBatchMillis(),
            lag,
            model);
    latencies = now;
    meters.update(counters, lag, model);
    List<String> lines = new ArrayList<>();
    lines.add(point.line(options.getGroup(), System.currentTimeMillis()));
    lines.addAll(models.look(counters.ofModels()));
    points.send(lines);
  }

  private Map<AlarmKind, Boolean> seenFaults() {
    Map<AlarmKind, Boolean> seen = new EnumMap<>(group.faults());
    if (!options.getInfluxUrl().isEmpty()) {
      seen.put(AlarmKind.INFLUXDB, !points.check().ok());
    }

    return seen;
  }

  private List<HealthCheck> checks() {
    PipelineResult.State state = pipeline.getState();
    List<HealthCheck> checks = new ArrayList<>();
    checks.add(
        new HealthCheck("pipeline", state == PipelineResult.State.RUNNING, state.toString()));
    checks.addAll(group.checks());
    if (!options.getInfluxUrl().isEmpty() && options.getInfluxRequired()) {
      checks.add(points.check());
    }

    return checks;
  }

  private void logTotals() {
    try {
      LOG.info(
          "Pipeline ended {}",
          PipelinePoint.totals(BeamCounters.of(pipeline)).entrySet().stream()
              .map(Map.Entry::toString)
              .collect(Collectors.joining(" ")));
    } catch (RuntimeException e) {
      LOG.warn("Failed to collect the pipeline's totals error={}", e.toString());
    }
  }
}
