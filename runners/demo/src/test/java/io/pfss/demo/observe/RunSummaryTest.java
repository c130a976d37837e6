// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunSummaryTest {
  @Test
  void reportsNoDisagreementWhenSinksAgree() {
    assertThat(new RunSummary(Snapshots.typical()).disagreements()).isEmpty();
  }

  @Test
  void writesOneJsonLine() {
    assertThat(new RunSummary(Snapshots.typical()).jsonLine())
        .isEqualTo(
            "PFSS_SUMMARY {\"readings\":1239,\"scored\":1235,\"dead_letters\":4,"
                + "\"influx_points\":1234,\"parquet_rows\":1235,\"parquet_files\":3,"
                + "\"latency_ms_p50\":120,\"latency_ms_p99\":1450,\"seconds\":3723.0,"
                + "\"sensor_times\":1234,\"earlier\":0,\"repeats\":0,\"unscorable\":5,"
                + "\"by_state\":{\"normal\":1100,\"caution\":100,\"warning\":30},"
                + "\"sink_dead_letters\":0,\"agree\":true}");
  }

  @Test
  void writesNullForASinkThatIsNotInUse() {
    RunSummary summary = summary(counts(10, 10, 10), Optional.empty(), Optional.empty());

    assertThat(summary.disagreements()).isEmpty();
    assertThat(summary.jsonLine())
        .contains("\"influx_points\":null,\"parquet_rows\":null,\"parquet_files\":null,")
        .contains("\"latency_ms_p50\":null,\"latency_ms_p99\":null,");
  }

  @Test
  void reportsMissingReadings() {
    assertThat(summary(counts(12_000, 11_000, 11_000), 11_000, 11_000).disagreements())
        .containsExactly(
            "12,000 readings arrived, but 11,000 were scored and 0 are dead letters: 1,000 missing.");
  }

  @Test
  void reportsReadingsThatAreCountedTwice() {
    RunSummary summary = summary(counts(10, 10, 0, 0, 10, Map.of("SCHEMA", 2L), 0), 10, 10);

    assertThat(summary.disagreements())
        .containsExactly(
            "10 readings arrived, but 10 were scored and 2 are dead letters: 2 too many.");
  }

  @Test
  void reportsMissingPoints() {
    assertThat(summary(counts(10, 10, 8), 8, 10).disagreements()).isEmpty();
    assertThat(summary(counts(10, 10, 8), 7, 10).disagreements())
        .containsExactly(
            "InfluxDB has 7 points, but 8 distinct (sensor, time) were scored: 1 missing.");
  }

  @Test
  void reportsSurplusRows() {
    assertThat(summary(counts(10, 10, 10), 10, 14).disagreements())
        .containsExactly("The warehouse has 14 rows, but 10 readings were scored: 4 too many.");
  }

  @Test
  void expectsRowsOfModelFailuresAndOfABacklog() {
    RunSummary summary = summary(counts(10, 8, 5, 0, 13, Map.of("MODEL", 2L), 0), 13, 15);

    assertThat(summary.disagreements()).isEmpty();
  }

  @Test
  void reportsReadingsThatASinkRejected() {
    RunSummary summary = summary(counts(10, 10, 0, 0, 10, Map.of(), 3), 7, 10);

    assertThat(summary.disagreements())
        .containsExactly(
            "InfluxDB has 7 points, but 10 distinct (sensor, time) were scored: 3 missing"
                + " (3 were rejected by a sink).");
  }

  @Test
  void reportsSinksThatCouldNotBeRead() {
    RunSummary summary =
        summary(
            counts(10, 10, 0, 3, 10, Map.of(), 0),
            Optional.empty(),
            Optional.empty(),
            "InfluxDB: no answer",
            "Warehouse: no such host");

    assertThat(summary.disagreements())
        .containsExactly(
            "A sink could not be read: InfluxDB: no answer.",
            "A sink could not be read: Warehouse: no such host.",
            "3 records of the output topics are invalid: see the log.");
    assertThat(summary.jsonLine()).contains("\"influx_points\":null").contains("\"agree\":false");
  }

  @Test
  void writesText() {
    assertThat(new RunSummary(Snapshots.typical()).text().lines())
        .containsExactly(
            "PFSS ran for 1:02:03.",
            "Readings            1,239",
            "Scored              1,235",
            "  정상 normal 1,100  주의 caution 100  경고 warning 30  not scorable 5",
            "Dead letters            4  MALFORMED 3, SCHEMA 1",
            "InfluxDB            1,234 points",
            "Parquet             1,235 rows in 3 files",
            "Latency        p50 120 ms, p99 1,450 ms",
            "The sinks agree. No reading is missing.");
  }

  @Test
  void includesDisagreementsInTheText() {
    assertThat(new RunSummary(Snapshots.troubled()).text().lines())
        .contains(
            "                       40  more readings from before the run",
            "                        7  duplicates, not counted",
            "Dead letters            4  MALFORMED 3, SCHE?[2JMA 1  and 6 refused by a sink",
            "InfluxDB               no points",
            "Parquet                no rows",
            "THE SINKS DO NOT AGREE:",
            "  - A sink could not be read: InfluxDB: no answer within 5000 ms.");
  }

  private static RecordCounts counts(long readings, long scored, long sensorTimes) {
    return counts(readings, scored, 0, 0, sensorTimes, Map.of(), 0);
  }

  private static RecordCounts counts(
      long readings,
      long scored,
      long earlier,
      long unidentified,
      long sensorTimes,
      Map<String, Long> deadByCode,
      long refused) {
    return new RecordCounts(
        readings,
        scored,
        earlier,
        0,
        unidentified,
        0,
        Map.of(),
        sensorTimes,
        0,
        deadByCode,
        refused,
        Optional.empty());
  }

  private static RunSummary summary(RecordCounts counts, long points, long rows) {
    return summary(counts, Optional.of(points), Optional.of(new ParquetCount(1, rows)));
  }

  private static RunSummary summary(
      RecordCounts counts,
      Optional<Long> points,
      Optional<ParquetCount> parquet,
      String... problems) {
    return new RunSummary(
        new SinkSnapshot(
            Instant.EPOCH,
            Duration.ofSeconds(5),
            0,
            0,
            counts,
            points,
            parquet,
            0,
            List.of(),
            List.of(problems)));
  }
}
