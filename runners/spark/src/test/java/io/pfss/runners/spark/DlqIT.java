// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.cli.Pfss;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.pipeline.deadletter.ReplayDeadLetters;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.SourceHeaders;
import io.pfss.pipeline.kafka.TopicScan;
import io.pfss.pipeline.sink.DeadLetterSink;
import io.pfss.trials.e2e.InfluxContent;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.e2e.ParquetContent;
import io.pfss.trials.e2e.TopicContent;
import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that list, show and replay dead letters. */
@ExtendWith(SharedServers.class)
class DlqIT {
  private static final long NOW = System.currentTimeMillis();
  private static final int READINGS = 500;

  @TempDir Path folder;

  // Each test has its own topics, because all share one broker.
  private final String test = UUID.randomUUID().toString();
  private final String heat = "heat-" + test;
  private final String deadLetters = "heat_dlq-" + test;
  private KafkaBroker broker;

  @BeforeEach
  void createTopics(KafkaBroker shared) {
    broker = shared;
    KafkaCluster cluster = KafkaCluster.at(broker.bootstrapServers());
    HeatTopics.createAbsent(cluster, List.of(heat), 2, (short) 1);
    HeatTopics.createAbsentDeadLetters(cluster, deadLetters, 2, (short) 1);
  }

  @Test
  void replaysADeadLetterOnlyOnce() {
    send(0, "MALFORMED", "no JSON: {", "{".getBytes(StandardCharsets.UTF_8));
    send(1, "SCHEMA", "sensor_id is missing", "{\"timestamp\":1}".getBytes(StandardCharsets.UTF_8));
    send(1, "SCHEMA", "온도 is not a number: hot", new byte[] {(byte) 0xff, 0x28});

    assertThat(ok("dlq", "list"))
        .contains("MALFORMED 1, SCHEMA 2")
        .contains(heat + " 0/17")
        .contains("온도 is not a number: hot");
    assertThat(ok("dlq", "list", "--code=MALFORMED")).contains("no JSON").doesNotContain("SCHEMA");
    assertThat(ok("dlq", "show", "1/0"))
        .contains("sensor_id is missing")
        .contains("{\"timestamp\":1}");
    assertThat(ok("dlq", "show", "1/1")).contains("ff 28");

    assertThat(ok("dlq", "replay", "--code=SCHEMA", "--dry-run"))
        .contains("2 dead letters would be");
    assertThat(TopicContent.readAll(broker.bootstrapServers(), heat)).isEmpty();
    assertThat(ok("dlq", "replay", "--code=SCHEMA"))
        .contains("2 dead letters replayed, 0 replayed before");
    assertThat(ok("dlq", "replay")).contains("1 dead letters replayed, 2 replayed before");
    assertThat(ok("dlq", "replay")).contains("0 dead letters replayed, 3 replayed before");

    List<ConsumerRecord<byte[], byte[]>> replayed =
        TopicContent.readAll(broker.bootstrapServers(), heat);
    assertThat(replayed)
        .extracting(
            record -> text(record.headers().lastHeader(ReplayDeadLetters.REPLAYED_FROM).value()))
        .containsExactlyInAnyOrder("1/0", "1/1", "0/0");
    assertThat(replayed)
        .filteredOn(record -> record.value().length == 2)
        .singleElement()
        .satisfies(record -> assertThat(record.value()).containsExactly(0xff, 0x28));
    assertThat(ok("dlq", "list")).contains("yes");
  }

  @Test
  void sendsMendedDeadLettersOnce() throws IOException {
    byte[] key = "seven".getBytes(StandardCharsets.UTF_8);
    ProducerRecord<byte[], byte[]> lacksSensor =
        new ProducerRecord<>(
            deadLetters, 0, key, "{\"온도\":34.130}".getBytes(StandardCharsets.UTF_8));
    lacksSensor.headers().add(SourceHeaders.TOPIC, SourceHeaders.text(heat));
    send(lacksSensor);
    send(0, "MALFORMED", "no JSON", "{\"온도\":34".getBytes(StandardCharsets.UTF_8));
    byte[] binary = {(byte) 0xff, 0x28};
    send(1, "MALFORMED", "no JSON", binary);
    send(1, "SCHEMA", "sensor_id is missing", "{}".getBytes(StandardCharsets.UTF_8));
    send(1, "SINK", "HTTP status 400", "no line".getBytes(StandardCharsets.UTF_8));

    String first = ok("dlq", "show", "0/0", "--json");
    assertThat(first).contains("\"dead_letter\" : \"0/0\"", "\"온도\" : 34.130");
    String second = ok("dlq", "show", "0/1", "--json");
    assertThat(second).contains("\"error_message\" : \"no JSON\"", "\"{\\\"온도\\\":34\"");
    Path mended =
        Files.writeString(
            folder.resolve("mended.json"),
            first.replace("\"온도\"", "\"sensor_id\" : 7, \"온도\"")
                + second.replace(":34\"", ":34}\"")
                + ok("dlq", "show", "1/0", "--json"));
    assertThat(ok("dlq", "send", mended.toString()))
        .contains("3 dead letters sent, 0 sent or replayed before");
    assertThat(ok("dlq", "send", mended.toString())).contains("0 dead letters sent, 3 sent");
    assertThat(ok("dlq", "replay", "--code=SCHEMA,MALFORMED"))
        .contains("1 dead letters replayed, 2 replayed before");

    List<ConsumerRecord<byte[], byte[]>> sent =
        TopicContent.readAll(broker.bootstrapServers(), heat);
    assertThat(sent)
        .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
        .containsExactlyInAnyOrder(
            "{\"sensor_id\":7,\"온도\":34.130}",
            "{\"온도\":34}",
            new String(binary, StandardCharsets.UTF_8),
            "{}");
    assertThat(sent).filteredOn(record -> record.key() != null).hasSize(1);
    assertThat(sent).anyMatch(record -> Arrays.equals(record.key(), key));

    Path point =
        Files.writeString(folder.resolve("point.json"), ok("dlq", "show", "1/2", "--json"));
    assertThat(run("dlq", "send", point.toString()).err())
        .contains("point.json: dead letter 1/2 is a point for InfluxDB")
        .hasLineCount(1);
    Files.writeString(mended, "[" + first + "," + first + "]");
    assertThat(run("dlq", "send", mended.toString()).err())
        .contains("dead letter 0/0 is in the file twice");
  }

  @Test
  void repeatsAnInterruptedReplay() {
    send(0, "SCHEMA", "sensor_id is missing", "{}".getBytes(StandardCharsets.UTF_8));
    ok("dlq", "list");
    Map<String, Object> config =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            broker.bootstrapServers(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "pfss-replay-" + deadLetters);
    try (KafkaProducer<byte[], byte[]> cutOff =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      cutOff.initTransactions();
      cutOff.beginTransaction();
      Future<RecordMetadata> unused =
          cutOff.send(
              new ProducerRecord<>(
                  deadLetters + "_replayed", "0/0".getBytes(StandardCharsets.UTF_8), new byte[0]));
      cutOff.flush();

      assertThat(ok("dlq", "replay")).contains("1 dead letters replayed, 0 replayed before");
    }

    assertThat(TopicContent.readAll(broker.bootstrapServers(), heat)).hasSize(1);
  }

  @Test
  void aForeignDeadLetterDoesNotStopTheOthers() {
    byte[] escape = "\u001b[2J".getBytes(StandardCharsets.UTF_8);
    ProducerRecord<byte[], byte[]> foreign = new ProducerRecord<>(deadLetters, 0, null, escape);
    foreign.headers().add(SourceHeaders.TOPIC, SourceHeaders.text("no topic"));
    foreign.headers().add(DeadLetterSink.ERROR_MESSAGE, escape);
    send(foreign);
    send(0, "SCHEMA", "sensor_id is missing", "{}".getBytes(StandardCharsets.UTF_8));
    ok("dlq", "list");
    send(new ProducerRecord<>(deadLetters + "_replayed", null, escape));

    assertThat(ok("dlq", "list")).doesNotContain("\u001b").contains("\uFFFD[2J");
    assertThat(ok("dlq", "show", "0/0")).doesNotContain("\u001b").contains("1b 5b 32 4a");
    assertThat(ok("dlq", "replay"))
        .contains("1 dead letters replayed, 0 replayed before, 1 without source");
    assertThat(TopicContent.readAll(broker.bootstrapServers(), heat)).hasSize(1);
  }

  @Test
  void doesNotReplayACutValue() {
    ProducerRecord<byte[], byte[]> cut =
        new ProducerRecord<>(deadLetters, 0, null, "{\"a".getBytes(StandardCharsets.UTF_8));
    cut.headers().add(SourceHeaders.TOPIC, SourceHeaders.text(heat));
    cut.headers().add(DeadLetterSink.VALUE_BYTES, SourceHeaders.text("40000000"));
    cut.headers().add(DeadLetterSink.VALUE_SHA256, SourceHeaders.text("0a1b"));
    send(cut);
    send(0, "SCHEMA", "sensor_id is missing", "{}".getBytes(StandardCharsets.UTF_8));

    assertThat(ok("dlq", "list")).containsPattern("\\?/\\? +cut");
    assertThat(ok("dlq", "show", "0/0"))
        .contains("none, as the value is cut: the record has 40000000 bytes, SHA-256 0a1b");
    assertThat(ok("dlq", "replay", "--dry-run"))
        .contains("1 dead letters would be replayed")
        .contains("1 not replayed as their value is cut");
    assertThat(ok("dlq", "replay"))
        .contains("1 dead letters replayed, 0 replayed before")
        .contains("1 not replayed as their value is cut");
    assertThat(TopicContent.readAll(broker.bootstrapServers(), heat)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"max.message.bytes", "segment.bytes"})
  void aTooLargeDeadLetterDoesNotStopTheOthers(String setting) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      AlterConfigOp limit =
          new AlterConfigOp(new ConfigEntry(setting, "50000"), AlterConfigOp.OpType.SET);
      admin
          .incrementalAlterConfigs(
              Map.of(new ConfigResource(ConfigResource.Type.TOPIC, heat), List.of(limit)))
          .all()
          .get();
    }

    byte[] large = new byte[100_000];
    new Random(1).nextBytes(large);
    byte[] compressible = new byte[20_000_000];
    send(0, "SCHEMA", "sensor_id is missing", "{}".getBytes(StandardCharsets.UTF_8));
    send(0, "MALFORMED", "no JSON", large);
    send(0, "MALFORMED", "no JSON", compressible);
    send(0, "SCHEMA", "sensor_id is missing", "{}".getBytes(StandardCharsets.UTF_8));

    assertThat(ok("dlq", "replay"))
        .contains("3 dead letters replayed, 0 replayed before")
        .contains("1 too large for their topic");
    assertThat(ok("dlq", "replay"))
        .contains("0 dead letters replayed, 3 replayed before")
        .contains("1 too large for their topic");
    List<Integer> sizes = new ArrayList<>();
    TopicScan.read(
        KafkaCluster.at(broker.bootstrapServers()),
        heat,
        record -> sizes.add(record.value().length));
    assertThat(sizes).containsExactlyInAnyOrder(2, 2, compressible.length);
  }

  @Test
  void replaysRefusedPointsToInfluxDb(InfluxServer influx) throws Exception {
    String line = "sensor_measurement,sensor_id=7 pf=0.9 " + NOW;
    send(0, "SINK", "HTTP status 400", "no line".getBytes(StandardCharsets.UTF_8));
    send(0, "SINK", "HTTP status 502", line.getBytes(StandardCharsets.UTF_8));

    assertThat(run("dlq", "replay").err()).contains("set --influx-url");
    assertThat(ok("dlq", "replay", "--influx-url=" + influx.url(), "--influx-database=dlq"))
        .contains("1 dead letters replayed")
        .contains("1 refused by InfluxDB again");
    assertThat(
            InfluxContent.query(
                influx.url().toString(), "dlq", "SELECT pf FROM sensor_measurement"))
        .singleElement()
        .satisfies(point -> assertThat(point.get("time").asLong()).isEqualTo(NOW));
  }

  @Test
  void doesNotReplayExpiredPoints(InfluxServer influx) {
    String line =
        "sensor_measurement,sensor_id=7 pf=0.9 " + (NOW - Duration.ofHours(30).toMillis());
    byte[] old = line.getBytes(StandardCharsets.UTF_8);
    send(0, "SINK", "partial write: points beyond retention policy dropped=1", old);
    send(0, "SINK", "InfluxDB did not accept points", old);
    String[] replay = {
      "dlq", "replay", "--influx-url=" + influx.url(), "--influx-database=dlq-expired"
    };

    assertThat(ok("dlq", "list")).contains("too old");
    assertThat(ok("dlq", "show", "0/0")).contains("no longer keeps its time");
    assertThat(ok("dlq", "replay", "--dry-run"))
        .contains("1 dead letters would be replayed")
        .contains("1 not replayed as InfluxDB no longer keeps their time");
    assertThat(ok(replay))
        .contains("0 dead letters replayed, 0 replayed before")
        .contains("2 not replayed as InfluxDB no longer keeps their time");
    assertThat(ok(replay))
        .contains("0 dead letters replayed, 1 replayed before")
        .contains("1 not replayed as InfluxDB no longer keeps their time");
  }

  @Test
  @Tag("nightly")
  void optionalInfluxGetsItsPointsByReplay() throws Exception {
    Path influxd = InfluxBinary.obtain();
    try (InfluxServer influx = InfluxServer.start(influxd, folder.resolve("influxdb"))) {
      influx.kill();
      sendReadings();
      try (MainJobProcess job =
          MainJobProcess.start(
              Files.createDirectories(folder.resolve("job")),
              SparkMain.class,
              List.of(System.getProperty("pfss.spark.opens").split(" ")),
              "--heatTopic=" + heat,
              "--scoreTopic=heat_pf-" + test,
              "--deadLetterTopic=" + deadLetters,
              "--alertTopic=none",
              "--group=" + test,
              "--simulate=false",
              "--observe=false",
              "--bootstrapServers=" + broker.bootstrapServers(),
              "--influxUrl=" + influx.url(),
              "--influxRequired=false",
              "--warehouse=" + folder.resolve("warehouse"))) {
        Awaitility.await()
            .atMost(Duration.ofMinutes(2))
            .failFast("The job has ended", job::hasEnded)
            .until(() -> committed() == READINGS);
        job.terminate();
        assertThat(job.exitStatus(Duration.ofMinutes(1))).isZero();
      }

      assertThat(TopicContent.readAll(broker.bootstrapServers(), "heat_pf-" + test))
          .hasSize(READINGS);
      assertThat(ParquetContent.files(folder.resolve("warehouse").toString(), new Configuration()))
          .isNotEmpty();
      influx.restart();
      assertThat(ok("dlq", "replay", "--code=SINK", "--influx-url=" + influx.url()))
          .contains(READINGS + " dead letters replayed");
      assertThat(
              InfluxContent.query(
                  influx.url().toString(),
                  "heat_pf",
                  "SELECT COUNT(state) FROM sensor_measurement"))
          .singleElement()
          .satisfies(count -> assertThat(count.get("count").asInt()).isEqualTo(READINGS));
    }
  }

  @Test
  void reportsAMistakeInOneLine() {
    assertThat(run("dlq", "show", "17").err())
        .contains("'17' is not PARTITION/OFFSET")
        .hasLineCount(1);
    assertThat(run("dlq", "show", "0/99").err()).contains("Dead letter 0/99 does not exist");
    assertThat(run("dlq", "list", "--topic=nowhere").status()).isEqualTo(2);
  }

  private void sendReadings() {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < READINGS; i++) {
        HeatReading.Builder reading = HeatReading.builder(7, NOW - i);
        Measure.ALL.forEach(measure -> reading.set(measure, measure.ordinal() + 1));
        Future<RecordMetadata> unused =
            producer.send(new ProducerRecord<>(heat, i % 2, null, HeatJson.write(reading.build())));
      }
    }
  }

  /** Returns the number of records whose offsets are committed. */
  private long committed() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      return admin
          .listConsumerGroupOffsets(test)
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    }
  }

  private void send(int partition, String code, String message, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(deadLetters, partition, null, value);
    Map.of(
            DeadLetterSink.ERROR_CODE,
            code,
            DeadLetterSink.ERROR_MESSAGE,
            message,
            DeadLetterSink.ERROR_TIME,
            Long.toString(NOW),
            SourceHeaders.TOPIC,
            heat,
            SourceHeaders.PARTITION,
            "0",
            SourceHeaders.OFFSET,
            "17")
        .forEach((name, text) -> record.headers().add(name, SourceHeaders.text(text)));
    send(record);
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                HeatTopics.LARGEST_UNCOMPRESSED_BYTES),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      Future<RecordMetadata> unused = producer.send(record);
    }
  }

  private String ok(String... args) {
    Outcome outcome = run(args);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome.out();
  }

  private Outcome run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--bootstrap-servers=" + broker.bootstrapServers());
    if (all.stream().noneMatch(arg -> arg.startsWith("--topic="))) {
      all.add("--topic=" + deadLetters);
    }

    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Pfss.run(
            all.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
    return new Outcome(status, out.toString(), err.toString());
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  private record Outcome(int status, String out, String err) {}
}
