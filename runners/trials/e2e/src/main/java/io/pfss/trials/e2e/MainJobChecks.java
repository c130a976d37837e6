// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Checks of the main job for every runner. */
public final class MainJobChecks {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private static final String READINGS =
      "pfss_parse_readings_readings_total{step=\"Parse readings\"}";

  /** About 5 s of readings: several windows, and many faults of every kind. */
  private static final long MIN_READINGS = 1_000;

  /** Kafka, InfluxDB and the job's HTTP server. */
  private static final int SERVERS = 3;

  private MainJobChecks() {}

  /**
   * Checks a run with every kind of fault that ends by SIGTERM: every sink has all readings, the
   * exit status is 0, the counts of sinks and driver agree, and all servers listen on loopback
   * only.
   */
  public static void sigtermLosesNothingWhateverTheSensorsSend(
      Path folder, Class<?> main, List<String> jvmArguments) throws Exception {
    try (MainJobProcess job =
        MainJobProcess.start(
            folder,
            main,
            jvmArguments,
            "--view=PLAIN",
            "--window=2s",
            "--sensors=100",
            "--interval=0.5s",
            "--alertHold=1s",
            "--faults=late=0.05,duplicate=0.05,out-of-order=0.05,null=0.05,malformed=0.05,impossible=0.05")) {
      DriverPages pages = DriverPages.of(job, TIMEOUT);
      assertThat(pages.status("/health/live")).isEqualTo(200);
      assertThat(pages.status("/health/ready")).isEqualTo(503);
      awaitReady(job, pages);
      Awaitility.await("readings")
          .atMost(TIMEOUT)
          .failFast("The job ended early", job::hasEnded)
          .until(() -> pages.samples().getOrDefault(READINGS, 0.0) > MIN_READINGS);
      assertThat(pages.samples())
          .containsKeys(
              "pfss_score_latency_seconds_bucket{le=\"+Inf\"}",
              "pfss_consumer_lag_records",
              "pfss_watermark_lag_seconds",
              "jvm_threads_live_threads");
      job.awaitOutput("p50", TIMEOUT);
      assertThat(ListeningSockets.of(job.processes()))
          .hasSizeGreaterThanOrEqualTo(SERVERS)
          .allMatch(InetAddress::isLoopbackAddress);
      job.terminate();

      assertThat(job.exitStatus(TIMEOUT)).as(job.output()).isZero();
      JsonNode summary = summary(job);
      assertDriverAgrees(folder, summary);
      assertThat(summary.get("readings").asLong()).isGreaterThan(MIN_READINGS);
      assertThat(summary.get("dead_letters").asLong()).isGreaterThan(20);
      assertThat(summary.get("unscorable").asLong()).isPositive();
      assertThat(summary.get("influx_points").asLong()).isLessThan(summary.get("scored").asLong());
      assertThat(summary.get("parquet_files").asLong()).isGreaterThan(3);
    }
  }

  /** Waits until the driver reports that it is ready. */
  public static void awaitReady(MainJobProcess job, DriverPages pages) {
    Awaitility.await("ready")
        .atMost(TIMEOUT)
        .failFast("The job ended early", job::hasEnded)
        .until(() -> pages.status("/health/ready") == 200);
  }

  /** Checks that the driver's counters equal the counts of the sinks: such a run has no retries. */
  private static void assertDriverAgrees(Path folder, JsonNode summary) throws IOException {
    String log = Files.readString(folder.resolve("data/pfss.log"), StandardCharsets.UTF_8);
    long scored = summary.get("scored").asLong();
    String ended =
        log.lines().filter(line -> line.contains("Pipeline ended ")).findFirst().orElseThrow();
    assertThat(ended)
        .contains(
            " readings=" + scored + " ",
            " scores=" + scored + " ",
            " dead_letters=" + summary.get("dead_letters").asLong() + " ",
            " influx_points=" + scored + " ");
    // Among a hundred facilities, some leave 정상 for a second.
    assertThat(sum(List.of(ended), "alerts")).isPositive();
    List<String> windows = log.lines().filter(line -> line.contains("Window closed ")).toList();
    assertThat(windows)
        .allMatch(
            line ->
                line.matches(
                    ".* start=\\S+ end=\\S+ shard=\\d+ rows=\\d+ late_rows=\\d+ duplicates=\\d+ file=\\S+"
                        + " took_ms=\\d+"));
    assertThat(sum(windows, "rows")).isEqualTo(summary.get("parquet_rows").asLong());
    // Windows that are open at the stop are merged after the pipeline's end.
    assertThat(sum(List.of(ended), "warehouse_rows"))
        .isPositive()
        .isLessThanOrEqualTo(sum(windows, "rows"));
  }

  private static long sum(List<String> lines, String key) {
    return lines.stream()
        .mapToLong(line -> Long.parseLong(line.replaceFirst(".* " + key + "=(\\d+).*", "$1")))
        .sum();
  }

  /** Returns the final summary of a run, and checks that its sinks agree. */
  public static JsonNode summary(MainJobProcess job) throws IOException {
    JsonNode summary = job.summary();
    long scored = summary.get("scored").asLong();
    assertThat(scored).isPositive();
    assertThat(summary.get("readings").asLong())
        .isEqualTo(scored + summary.get("dead_letters").asLong());
    assertThat(summary.get("parquet_rows").asLong()).isEqualTo(scored);
    assertThat(summary.get("influx_points").asLong())
        .isEqualTo(summary.get("sensor_times").asLong());
    assertThat(summary.get("latency_ms_p50").asLong())
        .isLessThanOrEqualTo(summary.get("latency_ms_p99").asLong());
    return summary;
  }
}
