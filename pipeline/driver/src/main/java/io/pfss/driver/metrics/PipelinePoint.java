// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.metrics;

import io.pfss.pipeline.metrics.LatencyHistogram;
import io.pfss.pipeline.source.GroupLag.Lag;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.influxdb.dto.Point;

/**
 * A point of the measurement {@code pfss_pipeline}: the pipeline's progress up to a moment.
 *
 * @param totals counts since the driver's start, by field
 * @param latencies of the last interval
 * @param batchMillis the mean time of the runner's micro-batches in the last interval
 * @param lag of the consumer group; empty if Kafka does not respond
 * @param model name and version of the active model
 */
record PipelinePoint(
    Map<String, Long> totals,
    LatencyHistogram latencies,
    OptionalDouble batchMillis,
    Optional<Lag> lag,
    String model) {
  static final String MEASUREMENT = "pfss_pipeline";

  /** Returns the counters of the steps, by the point's field names. */
  static Map<String, Long> totals(BeamCounters counters) {
    Map<String, Long> totals = new LinkedHashMap<>();
    totals.put("readings", counters.total("ParseReadings", "readings"));
    totals.put("scores", counters.total("ScoreSink", "scores"));
    totals.put("dead_letters", counters.total("DeadLetterSink", "deadLetters"));
    totals.put("influx_points", counters.total("InfluxSink", "points"));
    totals.put("warehouse_rows", counters.total("WriteWarehouse", "rows"));
    totals.put("warehouse_files", counters.total("WriteWarehouse", "files"));
    totals.put("warehouse_repeats", counters.total("WriteWarehouse", "duplicates"));
    totals.put("alerts", counters.total("RaiseAlerts", "alerts"));
    return totals;
  }

  /**
   * Returns the point in InfluxDB's line protocol, with the time in ms and without unknown values.
   *
   * @param job the consumer group
   */
  String line(String job, long timeMillis) {
    Point.Builder point =
        Point.measurement(MEASUREMENT)
            .tag("job", job)
            .time(timeMillis, TimeUnit.MILLISECONDS)
            .addField("model", model);
    totals.forEach((field, total) -> point.addField(field, total.longValue()));
    latencies.quantile(0.5).ifPresent(p50 -> point.addField("latency_p50_ms", p50));
    latencies.quantile(0.99).ifPresent(p99 -> point.addField("latency_p99_ms", p99));
    batchMillis.ifPresent(mean -> point.addField("batch_ms", mean));
    lag.ifPresent(
        now ->
            point
                .addField("consumer_lag", now.records())
                .addField("watermark_lag_ms", now.millis()));
    return point.build().lineProtocol(TimeUnit.MILLISECONDS);
  }
}
