// SPDX-License-Identifier: Apache-2.0
package io.pfss.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.runners.spark.SparkMain;
import io.pfss.trials.e2e.EndToEnd;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs each of Grafana's queries on an InfluxDB that the main job fills. */
class DashboardQueriesIT {
  private static final Path HOME = GrafanaFiles.HOME;
  private static final Path TABLE = GrafanaFiles.FOLDER.resolve("target/queries.txt");
  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
  private static final String HEAT_TOPIC = "heat";
  private static final String ALERT_TOPIC = "heat_alerts";
  private static final int PARTITIONS = 4;
  private static final long SILENT_SENSOR = 9_999;

  /** Became silent an hour ago, so long that InfluxDB has none of its readings. */
  private static final long LONG_SILENT_SENSOR = 9_998;

  private static final Duration LONG_SILENCE = Duration.ofHours(1);

  /** Those that the dashboard of facilities shows first. */
  private static final int SHOWN_SENSORS = 5;

  private static final int HISTORY_MINUTES = 40;
  private static final Set<String> TEXT_COLUMNS =
      Set.of("sensor_id", "key", "value", "kind", "label", "site", "page");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void everyQueryReturnsValuesOfTheRightType() throws Exception {
    Path influxd = InfluxBinary.obtain();
    try (KafkaBroker kafka =
            KafkaBroker.start(HOME.resolve("runners/trials/broker"), folder.resolve("kafka"));
        InfluxServer influx = InfluxServer.start(influxd, folder.resolve("influxdb"))) {
      sendHistory(kafka.bootstrapServers());
      sendLongSilence(kafka.bootstrapServers());
      try (MainJobProcess job = start(kafka, influx)) {
        job.awaitOutput("Scored ", TIMEOUT);
        send(kafka.bootstrapServers(), List.of(reading(SILENT_SENSOR, Instant.now(), 10)));
        queryAll(influx, job);
      }
    }
  }

  private void queryAll(InfluxServer influx, MainJobProcess job) throws IOException {
    List<GrafanaQuery> queries = GrafanaQuery.all();
    Macros macros = Macros.ofDashboards();
    Map<GrafanaQuery, JsonNode> results = new LinkedHashMap<>();
    try {
      // Counts need two reports, the alert on silence needs a silence, drift needs its window, a
      // risk needs an outlook.
      Awaitility.await()
          .atMost(TIMEOUT)
          .pollInterval(POLL_INTERVAL)
          .failFast("The job has ended", job::hasEnded)
          .untilAsserted(
              () -> {
                for (GrafanaQuery query : queries) {
                  results.put(query, ask(influx, macros.fill(query, Instant.now())));
                }

                assertThat(queries).allSatisfy(query -> assertAnswer(query, results.get(query)));
                assertLongSilence(results);
              });
    } finally {
      print(results);
    }
  }

  private MainJobProcess start(KafkaBroker kafka, InfluxServer influx) throws IOException {
    return MainJobProcess.start(
        Files.createDirectories(folder.resolve("job")),
        SparkMain.class,
        List.of(("-Xmx1g " + System.getProperty("pfss.spark.opens")).split(" ")),
        "--bootstrapServers=" + kafka.bootstrapServers(),
        "--influxUrl=" + influx.url(),
        "--driftWindow=5s",
        "--alertHold=1s",
        "--alertSilence=5s",
        "--window=5s",
        "--sensors=100",
        "--rate=200",
        "--speedup=600",
        "--faults=malformed=0.02",
        "--riskModel=" + HOME.resolve(EndToEnd.RISK_MODEL),
        "--view=PLAIN");
  }

  /** Sends the last 40 minutes of the dashboard's facilities: a risk needs 30. */
  private static void sendHistory(String bootstrapServers) throws Exception {
    HeatTopics.createAbsent(
        KafkaCluster.at(bootstrapServers), List.of(HEAT_TOPIC), PARTITIONS, (short) 1);
    Instant start = Instant.now().minus(Duration.ofMinutes(HISTORY_MINUTES));
    List<HeatReading> readings = new ArrayList<>();
    for (int minute = 0; minute < HISTORY_MINUTES; minute++) {
      for (int sensor = 1; sensor <= SHOWN_SENSORS; sensor++) {
        readings.add(reading(sensor, start.plus(Duration.ofMinutes(minute)), 6_000));
      }
    }

    send(bootstrapServers, readings);
  }

  private static void sendLongSilence(String bootstrapServers) throws Exception {
    HeatTopics.createAbsentAlerts(
        KafkaCluster.at(bootstrapServers), ALERT_TOPIC, PARTITIONS, (short) 1);
    long since = Instant.now().minus(LONG_SILENCE).getEpochSecond();
    byte[] alert =
        """
        {"kind": "SILENT", "sensor_id": %d, "timestamp": %d, "state": null, "previous": null,
         "since": %d}
        """
            .formatted(LONG_SILENT_SENSOR, since + 30, since)
            .getBytes(StandardCharsets.UTF_8);
    byte[] key = Long.toString(LONG_SILENT_SENSOR).getBytes(StandardCharsets.UTF_8);
    send(bootstrapServers, Stream.of(new ProducerRecord<>(ALERT_TOPIC, key, alert)));
  }

  /** Returns a reading of which each measure has the same value, so its power factor is 0.71. */
  private static HeatReading reading(long sensor, Instant time, double value) {
    HeatReading.Builder reading = HeatReading.builder(sensor, time.toEpochMilli());
    for (Measure measure : Measure.ALL) {
      reading.set(measure, value);
    }

    return reading.build();
  }

  /** Sends readings to the partitions that the virtual sensors send to. */
  private static void send(String bootstrapServers, List<HeatReading> readings) {
    send(
        bootstrapServers,
        readings.stream()
            .map(
                reading ->
                    new ProducerRecord<>(
                        HEAT_TOPIC,
                        Long.toString(reading.sensorId()).getBytes(StandardCharsets.UTF_8),
                        HeatJson.write(reading))));
  }

  private static void send(
      String bootstrapServers, Stream<ProducerRecord<byte[], byte[]>> records) {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = records.map(producer::send).toList();
      producer.flush();
      assertThat(sent).allSatisfy(Future::get);
    }
  }

  private JsonNode ask(InfluxServer influx, String query) throws IOException, InterruptedException {
    URI address =
        influx
            .url()
            .resolve(
                "/query?db=heat_pf&epoch=ms&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(address).build(),
            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    JsonNode results = JSON.readTree(answer.body()).path("results");
    assertThat(answer.statusCode()).as(query + ": " + answer.body()).isEqualTo(200);
    // Grafana uses only the result of the last statement.
    assertThat(results.size()).as(query).isEqualTo(1);
    assertThat(results.path(0).path("error").asText()).as(query).isEmpty();
    return results.path(0).path("series");
  }

  private static void assertAnswer(GrafanaQuery query, JsonNode series) {
    assertThat(rows(series)).as(query.owner() + " has no rows: " + query.text()).isPositive();
    List<String> columns = columns(series);
    for (int column = 0; column < columns.size(); column++) {
      boolean number = !TEXT_COLUMNS.contains(columns.get(column)) && !query.returnsText();
      List<JsonNode> values = values(series, column);
      String what = query.owner() + ", " + columns.get(column) + ": " + query.text();
      assertThat(values).as(what).isNotEmpty();
      assertThat(values)
          .as(what)
          .allMatch(
              number || columns.get(column).equals("time")
                  ? JsonNode::isNumber
                  : JsonNode::isTextual);
    }
  }

  /** The rule on silence does not forget. */
  private static void assertLongSilence(Map<GrafanaQuery, JsonNode> results) {
    Instant[] since = new Instant[1];
    results.forEach(
        (query, series) -> {
          if (query.owner().startsWith("alert / 무응답")) {
            for (JsonNode each : series) {
              if (each.at("/tags/sensor_id").asLong() == LONG_SILENT_SENSOR) {
                since[0] = Instant.ofEpochSecond(each.at("/values/0/1").asLong());
              }
            }
          }
        });
    assertThat(since[0]).isBefore(Instant.now().minus(LONG_SILENCE).plusSeconds(1));
  }

  private static List<String> columns(JsonNode series) {
    List<String> columns = new ArrayList<>();
    series.path(0).path("columns").forEach(column -> columns.add(column.asText()));
    return columns;
  }

  /** Returns a column's values in all series, without null. */
  private static List<JsonNode> values(JsonNode series, int column) {
    List<JsonNode> values = new ArrayList<>();
    for (JsonNode each : series) {
      for (JsonNode row : each.path("values")) {
        if (!row.path(column).isNull()) {
          values.add(row.path(column));
        }
      }
    }

    return values;
  }

  private static int rows(JsonNode series) {
    int rows = 0;
    for (JsonNode each : series) {
      rows += each.path("values").size();
    }

    return rows;
  }

  private static void print(Map<GrafanaQuery, JsonNode> results) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("panel | query | series | rows");
    results.forEach(
        (query, series) ->
            lines.add(
                "%s | %s | %d | %d"
                    .formatted(query.owner(), query.text(), series.size(), rows(series))));
    Files.write(TABLE, lines);
    lines.forEach(System.out::println);
  }
}
