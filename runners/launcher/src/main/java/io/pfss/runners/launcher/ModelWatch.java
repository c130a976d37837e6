package io.pfss.runners.launcher;

import io.pfss.models.soh.ModelDescription;
import io.pfss.pipeline.PfssPipeline;
import io.pfss.pipeline.drift.DriftReport;
import io.pfss.pipeline.drift.ShadowReport;
import io.pfss.pipeline.influx.InfluxLines;
import io.pfss.pipeline.score.ScoreReadings;
import io.pfss.pipeline.score.ServedModels;
import io.pfss.pipeline.score.ServedModels.Served;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.joda.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every minute, in the log and to InfluxDB, how far the readings of the last {@code
 * --driftWindow} are from the model's training data, and how far a challenger agrees. From the
 * pipeline's metrics, so that readings do not wait for it. Notes too when another version serves.
 */
final class ModelWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);
  private static final long PERIOD_SECONDS = 60;
  private static final long NOTE_SECONDS = 10;

  private final LauncherOptions options;
  private final PipelineResult pipeline;
  private final Optional<InfluxLines> influx;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "pfss-model-watch");
            thread.setDaemon(true);
            return thread;
          });

  /** The counters' values, the oldest first; the first is as old as the window. */
  private final Deque<Map<String, Long>> snapshots = new ArrayDeque<>();

  private final int length;

  private ModelWatch(
      LauncherOptions options, PipelineResult pipeline, Optional<InfluxLines> influx, int length) {
    this.options = options;
    this.pipeline = pipeline;
    this.influx = influx;
    this.length = length;
  }

  /**
   * Starts to watch.
   *
   * @throws IOException if InfluxDB's host is not known
   */
  static ModelWatch start(LauncherOptions options, PipelineResult pipeline, RunLog log)
      throws IOException {
    Duration window = PfssPipeline.duration("driftWindow", options.getDriftWindow());
    long period = Math.min(PERIOD_SECONDS, Math.max(1, window.getStandardSeconds()));
    int length = (int) Math.max(1, window.getStandardSeconds() / period);
    ModelWatch watch = new ModelWatch(options, pipeline, PfssPipeline.influxLines(options), length);
    watch.snapshots.add(Map.of());
    watch.timer.scheduleWithFixedDelay(watch::look, period, period, TimeUnit.SECONDS);
    watch.timer.scheduleWithFixedDelay(
        () -> note(log), NOTE_SECONDS, NOTE_SECONDS, TimeUnit.SECONDS);
    return watch;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static void note(RunLog log) {
    try {
      log.look();
    } catch (RuntimeException e) {
      LOG.warn("The catalog is not told which version serves: {}", e.getMessage());
    }
  }

  private void look() {
    try {
      Map<String, Long> counters = counters();
      Map<String, Long> counts = new HashMap<>();
      counters.forEach(
          (name, value) -> counts.put(name, value - snapshots.getFirst().getOrDefault(name, 0L)));
      snapshots.addLast(counters);
      if (snapshots.size() > length) {
        snapshots.removeFirst();
      }

      report(counts);
    } catch (IOException | RuntimeException e) {
      LOG.warn("The drift of the model cannot be told: {}", e.toString());
    }
  }

  private void report(Map<String, Long> counts) throws IOException {
    Served served = ServedModels.of(options.getModel()).current();
    ModelDescription champion = served.champion().description();
    List<String> lines = new ArrayList<>();
    long now = System.currentTimeMillis();
    if (champion.profile() != null) {
      DriftReport drift = DriftReport.of(champion, counts);
      if (drift.isMeaningful()) {
        lines.addAll(drift.lines(now));
        if (drift.isMajor()) {
          LOG.warn("Readings are not as those that the model has learnt from: {}", drift.text());
        } else {
          LOG.info("Drift of {}", drift.text());
        }
      }
    }

    served
        .challenger()
        .map(
            challenger ->
                ShadowReport.of(champion.name(), champion.version(), challenger.version(), counts))
        .filter(shadow -> shadow.readings() > 0)
        .ifPresent(
            shadow -> {
              LOG.info("Challenger {}", shadow.text());
              lines.add(shadow.line(now));
            });
    if (influx.isPresent() && !lines.isEmpty()) {
      influx
          .get()
          .write(
              lines, line -> line, (line, why) -> LOG.warn("InfluxDB refuses {}: {}", line, why));
    }
  }

  private Map<String, Long> counters() {
    Map<String, Long> counters = new HashMap<>();
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.inNamespace(ScoreReadings.class))
            .build();
    for (MetricResult<Long> counter : pipeline.metrics().queryMetrics(filter).getCounters()) {
      counters.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
    }

    return counters;
  }
}
