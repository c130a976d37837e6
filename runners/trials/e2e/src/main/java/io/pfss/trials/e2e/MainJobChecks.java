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

/** What the main job does on every runner. */
public final class MainJobChecks {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private static final String READINGS =
      "pfss_parse_readings_readings_total{step=\"Parse readings\"}";

  /** Readings of some 5 s: several windows, and every kind of fault many times. */
  private static final long ENOUGH = 1_000;

  /** Kafka, InfluxDB and the job's own pages. */
  private static final int SERVERS = 3;

  private MainJobChecks() {}

  /**
   * A run with every kind of fault, ended by SIGTERM: what was sent is in every sink, the status is
   * 0, and the counts of the sinks and of the driver agree. What it has started listens on loopback
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
          .failFast("The job has ended", job::hasEnded)
          .until(() -> pages.samples().getOrDefault(READINGS, 0.0) > ENOUGH);
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
      driverAgrees(folder, summary);
      assertThat(summary.get("readings").asLong()).isGreaterThan(ENOUGH);
      assertThat(summary.get("dead_letters").asLong()).isGreaterThan(20);
      assertThat(summary.get("unscorable").asLong()).isPositive();
      assertThat(summary.get("influx_points").asLong()).isLessThan(summary.get("scored").asLong());
      assertThat(summary.get("parquet_files").asLong()).isGreaterThan(3);
    }
  }

  /** Waits until the driver is ready. */
  public static void awaitReady(MainJobProcess job, DriverPages pages) {
    Awaitility.await("ready")
        .atMost(TIMEOUT)
        .failFast("The job has ended", job::hasEnded)
        .until(() -> pages.status("/health/ready") == 200);
  }

  /** Nothing was repeated in such a run, so that the driver's counters are what the sinks hold. */
  private static void driverAgrees(Path folder, JsonNode summary) throws IOException {
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
    // Of a hundred facilities some are not in 정상 for a second.
    assertThat(sum(List.of(ended), "alerts")).isPositive();
    List<String> windows = log.lines().filter(line -> line.contains("Window closed ")).toList();
    assertThat(windows)
        .allMatch(
            line ->
                line.matches(
                    ".* start=\\S+ end=\\S+ shard=\\d+ rows=\\d+ late_rows=\\d+ duplicates=\\d+ file=\\S+"
                        + " took_ms=\\d+"));
    assertThat(sum(windows, "rows")).isEqualTo(summary.get("parquet_rows").asLong());
    // What is open at the stop is merged after the pipeline's end.
    assertThat(sum(List.of(ended), "warehouse_rows"))
        .isPositive()
        .isLessThanOrEqualTo(sum(windows, "rows"));
  }

  private static long sum(List<String> lines, String key) {
    return lines.stream()
        .mapToLong(line -> Long.parseLong(line.replaceFirst(".* " + key + "=(\\d+).*", "$1")))
        .sum();
  }

  /** The closing summary of a run whose sinks agree. */
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
