// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.metrics.LatencyBuckets;
import io.pfss.pipeline.metrics.LatencyHistogram;
import io.pfss.pipeline.source.GroupLag.Lag;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PipelinePointTest {
  private static final BeamCounters COUNTERS =
      new BeamCounters(
          Map.of(
              key("Parse readings", "ParseReadings", "readings"), 12L,
              key("Deliver", "ScoreSink", "scores"), 11L,
              key("Deliver", "DeadLetterSink", "deadLetters"), 3L,
              key("Deliver", "InfluxSink", "points"), 10L,
              key("Merge windows", "WriteWarehouse", "rows"), 9L,
              key("Merge windows", "WriteWarehouse", "files"), 2L,
              key("Merge windows", "WriteWarehouse", "duplicates"), 1L));

  @Test
  void hasEveryFieldOfTheContract() {
    PipelinePoint point =
        new PipelinePoint(
            PipelinePoint.totals(COUNTERS),
            LatencyHistogram.of(Map.of(LatencyBuckets.counter(13), 1L)),
            OptionalDouble.of(250.5),
            Optional.of(new Lag(7, 1500, 0, true)),
            "heat-forest/2");
    assertThat(point.line("pfss", 1_700_000_000_123L))
        .isEqualTo(
            "pfss_pipeline,job=pfss alerts=0i,batch_ms=250.5,consumer_lag=7i,dead_letters=3i,"
                + "influx_points=10i,latency_p50_ms=112.0,latency_p99_ms=112.0,"
                + "model=\"heat-forest/2\",readings=12i,scores=11i,warehouse_files=2i,"
                + "warehouse_repeats=1i,warehouse_rows=9i,watermark_lag_ms=1500i 1700000000123");
  }

  @Test
  void omitsUnknownValuesAndEscapesNames() {
    PipelinePoint point =
        new PipelinePoint(
            Map.of("readings", 0L),
            LatencyHistogram.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            "a \"b\"/1");
    assertThat(point.line("my job,a=b", 5))
        .isEqualTo("pfss_pipeline,job=my\\ job\\,a\\=b model=\"a \\\"b\\\"/1\",readings=0i 5");
  }

  @Test
  void metersHavePrometheusNames() {
    assertThat(key("Deliver/Deliver", "DeadLetterSink", "deadLetters").meter())
        .isEqualTo("pfss_dead_letter_sink_dead_letters");
    assertThat(key("Score readings", "ScoreReadings", "drift.2.feature.0.1").isBin()).isTrue();
    assertThat(key("Deliver", "ScoreSink", "latency.96").isBin()).isTrue();
    assertThat(key("Score readings", "ScoreReadings", "scored").isBin()).isFalse();
  }

  private static BeamCounters.Key key(String step, String owner, String name) {
    return new BeamCounters.Key(step, owner, name);
  }
}
