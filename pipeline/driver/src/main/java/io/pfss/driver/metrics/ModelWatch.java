// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.metrics;

import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.SohModel;
import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.drift.DriftReport;
import io.pfss.pipeline.drift.ShadowReport;
import io.pfss.pipeline.score.ActiveModels;
import io.pfss.pipeline.score.ActiveModels.Served;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.joda.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports drift once a minute to the log and InfluxDB: how far the readings of the last {@code
 * --driftWindow} differ from the model's training data, and how often a challenger agrees with the
 * champion. It reads the pipeline's metrics, so it does not delay readings. Not thread-safe.
 */
final class ModelWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);
  private static final long PERIOD_SECONDS = 60;

  private final String model;
  private final int length;
  private final long periodNanos;

  /** Counter values, oldest first; the first one is from the start of the window. */
  private final Deque<Map<String, Long>> snapshots = new ArrayDeque<>();

  private long nextNanos;

  private ModelWatch(String model, int length, long periodNanos) {
    this.model = model;
    this.length = length;
    this.periodNanos = periodNanos;
  }

  /**
   * Starts to watch.
   *
   * @throws IllegalArgumentException if {@code --driftWindow} is not a duration
   */
  static ModelWatch of(MonitorOptions options) {
    Duration window = PipelineSettings.duration("driftWindow", options.getDriftWindow());
    long period = Math.min(PERIOD_SECONDS, Math.max(1, window.getStandardSeconds()));
    int length = (int) Math.max(1, window.getStandardSeconds() / period);
    ModelWatch watch = new ModelWatch(options.getModel(), length, TimeUnit.SECONDS.toNanos(period));
    watch.snapshots.add(Map.of());
    watch.nextNanos = System.nanoTime() + watch.periodNanos;
    return watch;
  }

  /**
   * Accepts the current counters.
   *
   * @return lines for InfluxDB once a minute; otherwise none
   */
  List<String> look(Map<String, Long> counters) {
    long now = System.nanoTime();
    if (now - nextNanos < 0) {
      return List.of();
    }

    nextNanos = now + periodNanos;
    Map<String, Long> counts = new HashMap<>();
    counters.forEach(
        (name, value) -> counts.put(name, value - snapshots.getFirst().getOrDefault(name, 0L)));
    snapshots.addLast(counters);
    if (snapshots.size() > length) {
      snapshots.removeFirst();
    }

    return report(counts);
  }

  private List<String> report(Map<String, Long> counts) {
    Served<SohModel> served = ActiveModels.of(model).current();
    ModelDescription champion = served.champion().description();
    List<String> lines = new ArrayList<>();
    long now = System.currentTimeMillis();
    if (champion.profile() != null) {
      DriftReport drift = DriftReport.of(champion, counts);
      if (drift.isMeaningful()) {
        lines.addAll(drift.lines(now));
        if (drift.isMajor()) {
          LOG.warn("Feature drift detected: {}", drift.text());
        } else {
          LOG.info("Feature drift: {}", drift.text());
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
              LOG.info("Challenger: {}", shadow.text());
              lines.add(shadow.line(now));
            });
    return lines;
  }
}
