// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.pfss.pipeline.metrics.LatencyBuckets;
import io.pfss.pipeline.metrics.LatencyHistogram;
import io.pfss.pipeline.source.GroupLag.Lag;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/** The pipeline's meters: counters of the steps, latencies, lags and the active model. */
final class PipelineMeters {
  /** Timer that a runner with micro-batches records their durations in. */
  private static final String BATCH_TIMER = "pfss.batch";

  private static final double MILLIS = 1e3;

  private final DriverMeters meters;
  private final ConcurrentMap<BeamCounters.Key, AtomicLong> counters = new ConcurrentHashMap<>();
  private final MultiGauge model;
  private volatile LatencyHistogram latencies = LatencyHistogram.empty();
  private volatile Optional<Lag> lag = Optional.empty();
  private long batches;
  private double batchMillis;

  PipelineMeters(DriverMeters meters) {
    this.meters = meters;
    meters.registry().getPrometheusRegistry().register(() -> snapshot(latencies));
    Gauge.builder("pfss.consumer.lag.records", this, my -> my.lagOf(Lag::records))
        .description(
            "Records of heat after the group's committed offsets; NaN if Kafka does not answer")
        .register(meters.registry());
    Gauge.builder("pfss.watermark.lag.seconds", this, my -> my.lagOf(Lag::millis) / MILLIS)
        .description(
            "Seconds since Kafka received the last committed record; 0 if no more records wait")
        .register(meters.registry());
    model =
        MultiGauge.builder("pfss.model.serving")
            .description("1 for the model version whose scores are published")
            .register(meters.registry());
  }

  /** Updates all meters with current values. */
  void update(BeamCounters seen, Optional<Lag> current, String serving) {
    lag = current;
    latencies = seen.latencies();
    model.register(List.of(MultiGauge.Row.of(Tags.of("model", serving), 1)), true);
    for (Map.Entry<BeamCounters.Key, Long> counter : seen.values().entrySet()) {
      if (!counter.getKey().isBin()) {
        counters.computeIfAbsent(counter.getKey(), this::register).set(counter.getValue());
      }
    }
  }

  /** Returns the mean duration, in ms, of the micro-batches since the last call; empty for none. */
  OptionalDouble meanBatchMillis() {
    Timer timer = meters.registry().find(BATCH_TIMER).timer();
    if (timer == null || timer.count() == batches) {
      return OptionalDouble.empty();
    }

    double total = timer.totalTime(TimeUnit.MILLISECONDS);
    double mean = (total - batchMillis) / (timer.count() - batches);
    batches = timer.count();
    batchMillis = total;
    return OptionalDouble.of(mean);
  }

  /** Returns one value of the last lag; {@code NaN} if the lag is unknown. */
  private double lagOf(ToLongFunction<Lag> value) {
    return lag.map(now -> (double) value.applyAsLong(now)).orElse(Double.NaN);
  }

  /** Micrometer has no meter for a histogram with existing counts. */
  private static MetricSnapshot snapshot(LatencyHistogram latencies) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int index = 0; index < LatencyBuckets.COUNT; index++) {
      double bound =
          index == LatencyBuckets.COUNT - 1
              ? Double.POSITIVE_INFINITY
              : LatencyBuckets.lowerMillis(index + 1) / MILLIS;
      buckets.bucket(bound, latencies.count(index));
    }

    return HistogramSnapshot.builder()
        .name("pfss_score_latency_seconds")
        .help("From a reading's own time to Kafka's acknowledgement of its score")
        .dataPoint(
            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(latencies.sumMillis() / MILLIS)
                .build())
        .build();
  }

  private AtomicLong register(BeamCounters.Key key) {
    AtomicLong value = new AtomicLong();
    FunctionCounter.builder(key.meter(), value, AtomicLong::get)
        .tag("step", key.step())
        .register(meters.registry());
    return value;
  }
}
