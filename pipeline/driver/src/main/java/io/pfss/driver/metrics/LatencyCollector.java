package io.pfss.driver.metrics;

import io.pfss.pipeline.metrics.LatencyBuckets;
import io.pfss.pipeline.metrics.LatencyHistogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/**
 * The latencies as a histogram of Prometheus. Micrometer has no meter for one that others have
 * counted.
 */
final class LatencyCollector implements Collector {
  static final String NAME = "pfss_score_latency_seconds";

  private static final double MILLIS = 1e3;

  private volatile LatencyHistogram latencies = LatencyHistogram.empty();

  void update(LatencyHistogram now) {
    latencies = now;
  }

  @Override
  public String getPrometheusName() {
    return NAME;
  }

  @Override
  public MetricSnapshot collect() {
    LatencyHistogram now = latencies;
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int index = 0; index < LatencyBuckets.COUNT; index++) {
      double bound =
          index == LatencyBuckets.COUNT - 1
              ? Double.POSITIVE_INFINITY
              : LatencyBuckets.lowerMillis(index + 1) / MILLIS;
      buckets.bucket(bound, now.count(index));
    }

    return HistogramSnapshot.builder()
        .name(NAME)
        .help("From a reading's own time to Kafka's acknowledgement of its score")
        .dataPoint(
            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(now.sumMillis() / MILLIS)
                .build())
        .build();
  }
}
