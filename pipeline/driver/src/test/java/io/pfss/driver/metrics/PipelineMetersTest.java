// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.pfss.pipeline.metrics.LatencyBuckets;
import io.pfss.pipeline.source.GroupLag.Lag;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelineMetersTest {
  private final DriverMeters driver = new DriverMeters();
  private final PipelineMeters meters = new PipelineMeters(driver);

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void scrapeContainsAllMeters() throws Exception {
    meters.update(counters(5), Optional.empty(), "heat-forest/1");
    meters.update(counters(8), Optional.of(new Lag(7, 1500, 0, true)), "heat-forest/2");

    assertThat(scrape())
        .contains(
            "pfss_parse_readings_readings_total{step=\"Parse readings\"} 8.0",
            "pfss_score_latency_seconds_bucket{le=\"0.096\"} 0",
            "pfss_score_latency_seconds_bucket{le=\"0.128\"} 2",
            "pfss_score_latency_seconds_bucket{le=\"+Inf\"} 2",
            "pfss_score_latency_seconds_count 2",
            "pfss_score_latency_seconds_sum 0.2",
            "pfss_consumer_lag_records 7.0",
            "pfss_watermark_lag_seconds 1.5",
            "pfss_model_serving{model=\"heat-forest/2\"} 1.0",
            "jvm_memory_used_bytes")
        .doesNotContain("drift", "heat-forest/1");
  }

  @Test
  void meanBatchTimeStartsAtTheLastCall() {
    assertThat(meters.meanBatchMillis()).isEmpty();
    Metrics.timer("pfss.batch").record(100, TimeUnit.MILLISECONDS);
    Metrics.timer("pfss.batch").record(300, TimeUnit.MILLISECONDS);
    assertThat(meters.meanBatchMillis()).hasValue(200);
    Metrics.timer("pfss.batch").record(50, TimeUnit.MILLISECONDS);
    assertThat(meters.meanBatchMillis()).hasValue(50);
    assertThat(meters.meanBatchMillis()).isEmpty();
  }

  private static BeamCounters counters(long readings) {
    return new BeamCounters(
        Map.of(
            new BeamCounters.Key("Parse readings", "ParseReadings", "readings"),
            readings,
            new BeamCounters.Key("Score readings", "ScoreReadings", "drift.1.state.0"),
            3L,
            latency(LatencyBuckets.counter(13)),
            2L,
            latency(LatencyBuckets.sumCounter()),
            200L));
  }

  private static BeamCounters.Key latency(String name) {
    return new BeamCounters.Key("Deliver", "ScoreSink", name);
  }

  private String scrape() throws Exception {
    return new String(driver.page().get(URI.create("/metrics")).body(), StandardCharsets.UTF_8);
  }
}
