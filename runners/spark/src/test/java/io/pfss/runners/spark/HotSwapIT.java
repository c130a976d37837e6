// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.cli.Pfss;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.kafka.SourceHeaders;
import io.pfss.trials.e2e.DriverPages;
import io.pfss.trials.e2e.InfluxContent;
import io.pfss.trials.e2e.MainJobChecks;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.e2e.TopicContent;
import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A promotion of another version while the job scores readings. */
@Tag("nightly")
class HotSwapIT {
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final List<String> OPENS =
      List.of(System.getProperty("pfss.spark.opens").split(" "));
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final Duration SWAP_LIMIT = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @BeforeEach
  void trainTwoVersions() {
    for (String version : List.of("1", "2")) {
      pfss("train", "--as=heat/" + version, "--generate=10x1", "--trees=5", "--seed=10" + version);
    }

    pfss("model", "promote", "heat/1", "--force");
    pfss("model", "promote", "heat/2", "--challenger");
  }

  @Test
  void scoresEachReadingOnceAcrossAPromotion() throws Exception {
    Path influxd = InfluxBinary.obtain();
    try (KafkaBroker kafka =
            KafkaBroker.start(HOME.resolve("runners/trials/broker"), folder.resolve("kafka"));
        InfluxServer influx = InfluxServer.start(influxd, folder.resolve("influxdb"));
        MainJobProcess job = start(kafka, influx)) {
      job.awaitOutput("  Scored ", TIMEOUT);
      await(TIMEOUT, kafka, job, "1");
      awaitPoints(influx, "model_drift", job);
      awaitPoints(influx, "model_shadow", job);
      DriverPages pages = DriverPages.of(job, TIMEOUT);
      MainJobChecks.awaitReady(job, pages);
      assertThat(pages.samples()).containsKeys("pfss_batch_seconds_count");
      long promoted = System.nanoTime();
      pfss("model", "promote", "heat/2", "--force");
      await(SWAP_LIMIT, kafka, job, "2");
      assertThat(Duration.ofNanos(System.nanoTime() - promoted)).isLessThan(SWAP_LIMIT);
      job.terminate();

      // The job compares the readings with the contents of each sink.
      assertThat(job.exitStatus(TIMEOUT)).as(job.output()).isZero();
      checkCatalog();
      List<ConsumerRecord<byte[], byte[]>> scores =
          TopicContent.readAll(kafka.bootstrapServers(), "heat_pf");
      checkScores(scores);
      checkPipelinePoints(influx, scores.size());
    }
  }

  private MainJobProcess start(KafkaBroker kafka, InfluxServer influx) throws IOException {
    return MainJobProcess.start(
        Files.createDirectories(folder.resolve("job")),
        SparkMain.class,
        OPENS,
        "--bootstrapServers=" + kafka.bootstrapServers(),
        "--influxUrl=" + influx.url(),
        "--driftWindow=5s",
        "--rate=1000",
        "--sensors=200",
        "--view=PLAIN",
        "--model=" + folder.resolve("models/heat"));
  }

  private static void await(Duration limit, KafkaBroker kafka, MainJobProcess job, String version) {
    Awaitility.await()
        .atMost(limit)
        .failFast("The job has ended", job::hasEnded)
        .until(() -> hasScores(kafka, version));
  }

  private static void awaitPoints(InfluxServer influx, String measurement, MainJobProcess job) {
    Awaitility.await(measurement)
        .atMost(TIMEOUT)
        .failFast("The job has ended", job::hasEnded)
        .until(
            () ->
                !InfluxContent.query(
                        influx.url().toString(), "heat_pf", "SELECT * FROM " + measurement)
                    .isEmpty());
  }

  private static boolean hasScores(KafkaBroker kafka, String version) throws IOException {
    for (ConsumerRecord<byte[], byte[]> record :
        TopicContent.readAll(kafka.bootstrapServers(), "heat_pf")) {
      if (version(record).equals(version)) {
        return true;
      }
    }

    return false;
  }

  /** The catalog has a run for each version. */
  private void checkCatalog() {
    CatalogSettings settings =
        CatalogSettings.inFile(folder.resolve("job/data/catalog.db").toString());
    assertThat(WarehouseCatalog.of(settings).database().runs().all())
        .extracting(run -> run.modelVersion() + " " + run.outcome())
        .containsExactly("2 COMPLETED", "1 SWAPPED");
  }

  /** The driver's points have every field, and the last one agrees with the sinks. */
  private static void checkPipelinePoints(InfluxServer influx, long scores) throws Exception {
    List<Map<String, JsonNode>> points =
        InfluxContent.query(
            influx.url().toString(), "heat_pf", "SELECT * FROM pfss_pipeline WHERE job = 'pfss'");
    assertThat(points)
        .anySatisfy(
            point -> {
              for (String field :
                  List.of("latency_p50_ms", "latency_p99_ms", "batch_ms", "readings")) {
                assertThat(point.get(field).asDouble()).as(field).isPositive();
              }

              assertThat(point.get("consumer_lag").isIntegralNumber()).isTrue();
              assertThat(point.get("watermark_lag_ms").isIntegralNumber()).isTrue();
            });
    assertThat(points)
        .extracting(point -> point.get("model").asText())
        .contains("heat/1", "heat/2");
    Map<String, JsonNode> last = points.get(points.size() - 1);
    for (String field : List.of("readings", "scores", "influx_points")) {
      assertThat(last.get(field).asLong()).as(field).isEqualTo(scores);
    }

    assertThat(last.get("dead_letters").asLong()).isZero();
    assertThat(last.get("alerts").isIntegralNumber()).isTrue();
  }

  private static void checkScores(List<ConsumerRecord<byte[], byte[]>> scores) throws IOException {
    Map<Integer, Map<Long, String>> versions = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> score : scores) {
      String before =
          versions
              .computeIfAbsent((int) header(score, SourceHeaders.PARTITION), any -> new TreeMap<>())
              .put(header(score, SourceHeaders.OFFSET), version(score));
      assertThat(before).as("a reading that is scored twice").isNull();
    }

    assertThat(versions).isNotEmpty();
    for (Map<Long, String> partition : versions.values()) {
      long offset = 0;
      for (long scored : partition.keySet()) {
        assertThat(scored).as("a reading that is not scored").isEqualTo(offset++);
      }

      String inOrder = String.join("", partition.values());
      assertThat(inOrder).matches("1+2+");
    }
  }

  private static long header(ConsumerRecord<byte[], byte[]> record, String name) {
    return Long.parseLong(
        new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8));
  }

  private static String version(ConsumerRecord<byte[], byte[]> record) throws IOException {
    return JSON.readTree(record.value()).get("model").asText();
  }

  private void pfss(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--models=" + folder.resolve("models"));
    int status =
        Pfss.run(
            all.toArray(String[]::new),
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    assertThat(status).isZero();
  }
}
