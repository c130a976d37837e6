// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.trials.stack.OrphanKiller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a short run of each trial, and that PFSS loses nothing with little memory. */
@Tag("nightly")
class BenchmarkIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOME = System.getProperty("pfss.home");
  private static final int READINGS = 200_000;

  @TempDir Path folder;

  @Test
  void processesABacklogInLittleMemory() throws Exception {
    List<JsonNode> results =
        run(
            "--readings=" + READINGS,
            "--rates=0",
            "--heap=600m",
            "--contestants=PFSS,TABLE,FLINK,LIMIT");

    assertThat(results).hasSize(4);
    assertThat(results)
        .allSatisfy(
            result -> {
              assertThat(result.get("scores").asInt()).isEqualTo(READINGS);
              assertThat(result.get("rows").asInt()).isEqualTo(READINGS);
              assertThat(result.get("readings_per_s").asInt()).isPositive();
              assertThat(result.get("peak_rss_mb").asInt()).isPositive();
            });
  }

  /** Uses few readings, so that KafkaIO loses none. */
  @Test
  void measuresKafkaIoOnSparkRunner() throws Exception {
    List<JsonNode> results = run("--readings=20000", "--rates=0", "--contestants=KAFKAIO");

    assertThat(results)
        .singleElement()
        .satisfies(result -> assertThat(result.get("rows").asInt()).isEqualTo(20_000))
        .satisfies(
            result -> assertThat(result.get("scores").asInt()).isGreaterThanOrEqualTo(20_000));
  }

  @Test
  void rivalsStoreAndScoreEachReadingAndPassTheWarmPart() throws Exception {
    List<JsonNode> results =
        run("--readings=20000", "--warm=5000", "--rates=0", "--contestants=CONNECT,FLINK_SQL");

    assertThat(results).hasSize(2);
    assertThat(results)
        .allSatisfy(
            result -> {
              assertThat(result.get("scores").asInt()).isEqualTo(20_000);
              assertThat(result.get("rows").asInt()).isEqualTo(20_000);
              assertThat(result.get("warm_cpu_us_per_reading").asDouble()).isPositive();
              assertThat(result.get("machine_cpu_s_per_million").asDouble())
                  .isGreaterThan(result.get("cpu_s_per_million").asDouble());
            });
  }

  /** That a kill loses nothing is PFSS's promise only. */
  @Test
  void countsWhatAKillLoses() throws Exception {
    List<JsonNode> results =
        run(
            "--readings=0",
            "--rates=0",
            "--restart-rate=200",
            "--seconds=5",
            "--contestants=PFSS,TABLE,NATIVE,CONNECT,FLINK_SQL");

    assertThat(results).hasSize(5);
    assertThat(results)
        .allSatisfy(result -> assertThat(result.get("sent").asInt()).isPositive())
        .allSatisfy(result -> assertThat(result.get("rows_twice").asInt()).isNotNegative());
    assertThat(results.subList(0, 2))
        .allSatisfy(result -> assertThat(result.get("scores_lost").asInt()).isZero())
        .allSatisfy(result -> assertThat(result.get("rows_lost").asInt()).isZero())
        .allSatisfy(result -> assertThat(result.get("rows_twice").asInt()).isZero());
  }

  @Test
  void measuresSteadyAndSoakTrials() throws Exception {
    List<JsonNode> results =
        run(
            "--readings=0",
            "--rates=200",
            "--seconds=30",
            "--contestants=PFSS",
            "--soak-minutes=1",
            "--soak-rate=200");

    assertThat(results).hasSize(2);
    JsonNode steady = results.get(0);
    assertThat(steady.get("latency_ms_p50").asInt()).isPositive();
    assertThat(steady.get("scores_per_s").asInt()).isPositive();
    assertThat(steady.get("alerts_per_s").asDouble()).isPositive();
    assertThat(steady.get("alert_latency_ms_p50").asInt()).isPositive();
    JsonNode soak = results.get(1);
    assertThat(soak.get("batches").asInt()).isPositive();
    assertThat(soak.get("panes").asInt()).isPositive();
    assertThat(soak.get("live_heap_mb").asInt()).isPositive();
    assertThat(soak.get("file_age_ms_max").asInt()).isPositive();
    // One consumer per partition during the whole run.
    assertThat(soak.get("new_consumers").asInt()).isEqualTo(Sinks.PARTITIONS);
  }

  private List<JsonNode> run(String... options) throws IOException, InterruptedException {
    Path output = folder.resolve("output.jsonl");
    Path errors = folder.resolve("errors.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.add(BenchmarkCommand.class.getName());
    command.add("--home=" + HOME);
    command.add("--rounds=1");
    command.addAll(List.of(options));
    int status =
        OrphanKiller.start(
                new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile()))
            .waitFor();
    assertThat(status).as(Files.readString(errors)).isZero();
    List<JsonNode> results = new ArrayList<>();
    for (String line : Files.readAllLines(output)) {
      results.add(JSON.readTree(line));
    }

    return results;
  }
}
