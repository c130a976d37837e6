package io.pfss.runners.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the main job does on every runner. */
public final class MainJobChecks {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private MainJobChecks() {}

  /** A run with every kind of fault ends by itself, with counts that agree. */
  public static void countsAgreeWhateverTheSensorsSend(
      Path folder, Class<?> main, List<String> jvmArguments) throws Exception {
    try (MainJobProcess job =
        MainJobProcess.start(
            folder,
            main,
            jvmArguments,
            "--seconds=20",
            "--window=5s",
            "--sensors=50",
            "--interval=1s",
            "--faults=late=0.05,duplicate=0.05,out-of-order=0.05,null=0.05,malformed=0.05,impossible=0.05")) {
      assertThat(job.exitStatus(LIMIT)).as(job.output()).isZero();
      JsonNode summary = summary(job);
      assertThat(summary.get("readings").asLong()).isGreaterThan(500);
      assertThat(summary.get("dead_letters").asLong()).isGreaterThan(20);
      assertThat(summary.get("unscorable").asLong()).isPositive();
      assertThat(summary.get("influx_points").asLong()).isLessThan(summary.get("scored").asLong());
      assertThat(summary.get("parquet_files").asLong()).isGreaterThan(3);
    }
  }

  /** SIGTERM is a graceful stop: what was sent is in every sink, and the status is 0. */
  public static void sigtermLosesNothing(Path folder, Class<?> main, List<String> jvmArguments)
      throws Exception {
    try (MainJobProcess job =
        MainJobProcess.start(
            folder, main, jvmArguments, "--sensors=100", "--interval=1s", "--view=PLAIN")) {
      job.awaitOutput("p50", LIMIT);
      job.terminate();

      assertThat(job.exitStatus(LIMIT)).as(job.output()).isZero();
      assertThat(summary(job).get("dead_letters").asLong()).isZero();
    }
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
