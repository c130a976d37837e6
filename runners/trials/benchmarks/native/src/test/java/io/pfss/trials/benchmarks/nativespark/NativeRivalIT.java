// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.nativespark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.SohState;
import io.pfss.simulator.faults.FaultRates;
import io.pfss.simulator.generate.RegimeSettings;
import io.pfss.simulator.send.Simulator;
import io.pfss.simulator.send.SimulatorSettings;
import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.awaitility.Awaitility;
import org.influxdb.InfluxDB;
import org.influxdb.InfluxDBFactory;
import org.influxdb.dto.Query;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("nightly")
class NativeRivalIT {
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final int READINGS = 5_000;
  private static final int LATER_READINGS = 1_000;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int SIGTERM = 143;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path shared;
  private static Path model;
  private static SparkSession spark;

  @TempDir Path folder;

  @BeforeAll
  static void train() throws Exception {
    model = shared.resolve("model");
    try (RivalProcess training =
        RivalProcess.start(
            shared.resolve("training"),
            TrainRival.class,
            List.of("--model=" + model, "--facilities=10"))) {
      training.awaitExit(0, TIMEOUT);
      assertThat(training.output()).contains("20 trees").contains("14400 readings");
    }

    spark = Sessions.start("test");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @Test
  void everyReadingReachesEverySinkOnceAcrossRuns() throws Exception {
    Path influxd = InfluxBinary.obtain();
    try (KafkaBroker kafka =
            KafkaBroker.start(HOME.resolve("runners/trials/broker"), folder.resolve("kafka"));
        InfluxServer influx = InfluxServer.start(influxd, folder.resolve("influxdb"))) {
      createTopics(kafka.bootstrapServers());
      send(kafka.bootstrapServers(), READINGS);
      try (RivalProcess rival = rival("first", kafka, influx, false)) {
        rival.awaitExit(0, TIMEOUT);
        assertThat(rival.output()).isEqualToIgnoringNewLines("The queries run");
      }

      checkSinks(kafka, influx, READINGS);

      send(kafka.bootstrapServers(), LATER_READINGS);
      try (RivalProcess rival = rival("second", kafka, influx, true)) {
        Awaitility.await()
            .atMost(TIMEOUT)
            .pollInterval(Duration.ofSeconds(1))
            .until(
                () ->
                    !rival.isAlive()
                        || (scores(kafka).size() >= READINGS + LATER_READINGS
                            && warehouse().count() >= READINGS + LATER_READINGS));
        rival.terminate();
        rival.awaitExit(SIGTERM, TIMEOUT);
      }

      checkSinks(kafka, influx, READINGS + LATER_READINGS);
    }
  }

  @Test
  void onlyTemperatureMayBeMissingForAState() {
    StructType schema =
        new StructType()
            .add("sensor_id", DataTypes.LongType)
            .add("timestamp", DataTypes.DoubleType)
            .add("event_time", DataTypes.TimestampType)
            .add("topic", DataTypes.StringType)
            .add("partition", DataTypes.IntegerType)
            .add("offset", DataTypes.LongType);
    for (Measure measure : Scores.MEASURES) {
      schema = schema.add(measure.jsonName(), DataTypes.DoubleType);
    }

    // Temperature, then P and Q of all phases together, and of R, S and T.
    List<Row> readings =
        List.of(
            reading(null, 3.0, 4.0, 3.0, 4.0, 3.0, 4.0, -3.0, 4.0),
            reading(20.0, 0.0, 4.0, 0.0, 4.0, 0.0, 0.0, 0.0, 4.0),
            reading(20.0, null, 4.0, 0.0, null, 3.0, 4.0, 3.0, 4.0));
    List<Row> scores =
        Scores.of(spark.createDataFrame(readings, schema), PipelineModel.load(model.toString()))
            .select("온도", "pf", "R_pf", "S_pf", "T_pf", "pred", "proba")
            .collectAsList();

    assertThat(scores.get(0).isNullAt(0)).isTrue();
    assertThat(powerFactors(scores.get(0))).containsExactly(0.6, 0.6, 0.6, -0.6);
    assertThat(scores.get(0).getString(5)).isIn("정상", "주의", "경고");
    assertThat(powerFactors(scores.get(1))).containsExactly(0.0, 0.0, 0.0, 0.0);
    assertThat(scores.get(1).getString(5)).isEqualTo("경고");
    assertThat(powerFactors(scores.get(2))).containsExactly(null, null, 0.6, 0.6);
    assertThat(scores.get(2).isNullAt(5)).isTrue();
    assertThat(scores.get(2).isNullAt(6)).isTrue();
  }

  private static Row reading(Double... measures) {
    List<Object> values = new ArrayList<>(Arrays.asList(1L, 0.0, new Timestamp(0), "heat", 0, 0L));
    values.addAll(Arrays.asList(measures));
    return RowFactory.create(values.toArray());
  }

  private static List<Double> powerFactors(Row score) {
    List<Double> powerFactors = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      powerFactors.add(score.isNullAt(i) ? null : score.getDouble(i));
    }

    return powerFactors;
  }

  private RivalProcess rival(String run, KafkaBroker kafka, InfluxServer influx, boolean continuous)
      throws IOException {
    return RivalProcess.start(
        folder.resolve(run),
        NativeRival.class,
        List.of(
            "--bootstrap-servers=" + kafka.bootstrapServers(),
            "--warehouse=" + folder.resolve("warehouse"),
            "--checkpoints=" + folder.resolve("checkpoints"),
            "--influx-url=" + influx.url(),
            "--model=" + model,
            "--continuous=" + continuous));
  }

  private void checkSinks(KafkaBroker kafka, InfluxServer influx, int expected) throws IOException {
    List<ConsumerRecord<String, String>> scores = scores(kafka);
    Set<String> sources = new HashSet<>();
    for (ConsumerRecord<String, String> score : scores) {
      checkScore(score);
      sources.add(header(score, "source_partition") + "/" + header(score, "source_offset"));
    }

    assertThat(scores).hasSize(expected);
    assertThat(sources).hasSize(expected);
    Dataset<Row> rows = warehouse();
    assertThat(rows.columns())
        .containsExactlyElementsOf(
            Stream.of(
                    Stream.of("sensor_id", "event_time"),
                    Measure.ALL.stream().map(Measure::column),
                    Stream.of("ingest_time", "kafka_partition", "kafka_offset", "dt", "hour"))
                .flatMap(names -> names)
                .toList());
    assertThat(rows.count()).isEqualTo(expected);
    assertThat(rows.select("kafka_partition", "kafka_offset").distinct().count())
        .isEqualTo(expected);
    assertThat(rows.where("dt = to_date(event_time) and hour = hour(event_time)").count())
        .isEqualTo(expected);
    assertThat(points(influx)).isEqualTo(expected);
  }

  private static void checkScore(ConsumerRecord<String, String> score) throws IOException {
    JsonNode json = JSON.readTree(score.value());
    List<String> fields = new ArrayList<>();
    json.fieldNames().forEachRemaining(fields::add);
    assertThat(fields)
        .containsExactlyInAnyOrder(
            "sensor_id", "timestamp", "온도", "pf", "R_pf", "S_pf", "T_pf", "pred", "proba", "model");
    assertThat(json.path("sensor_id").asText()).isEqualTo(score.key());
    assertThat(json.path("pf").asDouble()).isBetween(0.0, 1.0);
    assertThat(header(score, "source_topic")).isEqualTo("heat");
    List<Double> proba = new ArrayList<>();
    json.path("proba").forEach(probability -> proba.add(probability.asDouble()));
    assertThat(proba).hasSize(SohState.ALL.size());
    assertThat(proba.stream().mapToDouble(each -> each).sum()).isCloseTo(1, within(1e-9));
    int state =
        SohState.ALL.stream().map(SohState::label).toList().indexOf(json.path("pred").asText());
    assertThat(proba.get(state)).isEqualTo(proba.stream().max(Double::compare).orElseThrow());
  }

  private static String header(ConsumerRecord<String, String> score, String name) {
    return new String(score.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private Dataset<Row> warehouse() {
    return spark.read().parquet(folder.resolve("warehouse").toString());
  }

  private static long points(InfluxServer influx) {
    try (InfluxDB client = InfluxDBFactory.connect(influx.url().toString())) {
      List<Object> counts =
          client
              .query(
                  new Query(
                      "SELECT count(temperature), count(pf), count(R_pf), count(S_pf),"
                          + " count(T_pf), count(pred), count(state), count(latency_ms)"
                          + " FROM sensor_measurement",
                      "heat_pf"))
              .getResults()
              .get(0)
              .getSeries()
              .get(0)
              .getValues()
              .get(0);
      // The first value is a time; every point has every field.
      Set<Object> distinct = new HashSet<>(counts.subList(1, counts.size()));
      assertThat(distinct).hasSize(1);
      return ((Number) distinct.iterator().next()).longValue();
    }
  }

  private static void createTopics(String bootstrapServers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(
              List.of(new NewTopic("heat", 4, (short) 1), new NewTopic("heat_pf", 4, (short) 1)))
          .all()
          .get();
    }
  }

  private static void send(String bootstrapServers, int readings)
      throws IOException, InterruptedException {
    SimulatorSettings settings =
        new SimulatorSettings(
            "heat",
            100,
            Duration.ofSeconds(5),
            20_000,
            1,
            readings,
            1,
            FaultRates.NONE,
            RegimeSettings.demo(),
            Optional.empty());
    try (Simulator simulator =
        Simulator.to(Map.of("bootstrap.servers", bootstrapServers), settings)) {
      simulator.start();
      simulator.await();
    }
  }

  private static List<ConsumerRecord<String, String>> scores(KafkaBroker kafka) {
    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor("heat_pf").stream()
              .map(info -> new TopicPartition("heat_pf", info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, String>> records = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }

      return records;
    }
  }
}
