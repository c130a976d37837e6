// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.PfssOptions;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tests the observer with a real broker, a real InfluxDB and real Parquet files. */
@ExtendWith(SharedServers.class)
class SinkObserverIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static KafkaBroker broker;
  private static InfluxServer server;

  private final Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
  private final URI influx = server.url();
  // Unique for each test: a reused name may meet remains of the deleted topic.
  private final String test = UUID.randomUUID().toString();
  private final SinkRecords records =
      new SinkRecords("heat-" + test, "heat_pf-" + test, "heat_dlq-" + test);
  private final List<String> topics =
      List.of(records.readings(), records.scores(), records.deadLetters());
  private final HttpClient http = HttpClient.newHttpClient();
  private final long firstEvent = System.currentTimeMillis();

  @TempDir private Path warehouse;
  private Admin admin;
  private KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void useServers(KafkaBroker sharedBroker, InfluxServer sharedInflux) {
    broker = sharedBroker;
    server = sharedInflux;
  }

  @BeforeEach
  void connect() throws Exception {
    admin = Admin.create(kafka);
    producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    influx("query", "q=" + encoded("CREATE DATABASE heat_pf WITH NAME pfss_24h"));
  }

  @AfterEach
  void deleteDatabase() throws Exception {
    producer.close();
    admin.close();
    influx("query", "q=" + encoded("DROP DATABASE heat_pf"));
  }

  @Test
  void countsOnlyRecordsSinceTheStart() throws Exception {
    createTopics();
    run(0, 50);
    ParquetFiles.write(warehouse.resolve("dt=2026-11-23/hour=23/history.parquet"), 50);
    long runBegin = firstEvent + 1_000_000;

    try (SinkObserver observer = SinkObserver.start(withInflux(influx))) {
      assertThat(observer.snapshot().records().readings()).isZero();

      // The run has offsets 50 to 549 of both partitions: 1,000 readings.
      List<ProducerRecord<byte[], byte[]>> readings = new ArrayList<>();
      List<ProducerRecord<byte[], byte[]>> sinks = new ArrayList<>();
      StringBuilder points = new StringBuilder();
      for (long offset = 50; offset < 550; offset++) {
        for (int partition = 0; partition < 2; partition++) {
          readings.add(reading(partition));
          if (offset % 100 == 99) {
            sinks.add(records.deadLetter(partition, offset, "MALFORMED"));
          } else if (offset != 333 || partition != 1) {
            // Both partitions have the same (sensor, time): one point for both.
            long sensor = offset % 5;
            sinks.add(records.score(partition, offset, sensor, runBegin + offset, pred(offset)));
            points.append(point(sensor, runBegin + offset));
          }
        }
      }

      send(readings);
      send(sinks);
      send(sinks.subList(0, 40));
      send(List.of(records.deadLetter(0, 50, "SINK")));
      write(points.toString());
      ParquetFiles.write(warehouse.resolve("dt=2026-11-24/hour=00/a.parquet"), 600);
      ParquetFiles.write(warehouse.resolve("dt=2026-11-24/hour=00/b.parquet"), 390);

      commit(0, 550);
      commit(1, 333);
      assertThat(observer.awaitDrained(Duration.ofSeconds(1))).isEqualTo(550 - 333);
      assertThat(observer.snapshot().records().scored()).isEqualTo(989);

      send(List.of(records.score(1, 333, 333 % 5, runBegin + 333, pred(333))));
      commit(1, 550);
      assertThat(observer.awaitDrained(TIMEOUT)).isZero();

      RunSummary summary = observer.summary();
      RecordCounts counts = summary.last().records();
      assertThat(summary.disagreements()).isEmpty();
      assertThat(counts.readings()).isEqualTo(1000);
      assertThat(counts.scored()).isEqualTo(990);
      assertThat(counts.duplicates()).isEqualTo(40);
      assertThat(counts.in(SohState.CAUTION)).isEqualTo(200);
      assertThat(counts.unscorable()).isEqualTo(200);
      assertThat(counts.deadByCode()).isEqualTo(Map.of("MALFORMED", 10L));
      assertThat(counts.refused()).isEqualTo(1);
      assertThat(counts.latency()).isPresent();
      assertThat(summary.last().points()).contains(495L);
      assertThat(summary.last().parquet()).contains(new ParquetCount(2, 990));
      assertThat(observer.snapshot().sensorCount()).isEqualTo(5);
      assertThat(observer.snapshot().worst()).hasSize(5);
    }
  }

  @Test
  void reportsMissingAndSurplusRecordsOfEachSink() throws Exception {
    createTopics();
    try (SinkObserver observer = SinkObserver.start(withInflux(influx))) {
      send(List.of(reading(0), reading(0), reading(0)));
      send(List.of(records.score(0, 0, 1, firstEvent, "null")));
      assertThat(observer.summary().disagreements())
          .containsExactly(
              "3 readings arrived, but 1 were scored and 0 are dead letters: 2 missing.",
              "InfluxDB has 0 points, but 1 distinct (sensor, time) were scored: 1 missing.",
              "The warehouse has 0 rows, but 1 readings were scored: 1 missing.");

      send(List.of(records.score(0, 1, 1, firstEvent + 1, "null")));
      send(List.of(records.deadLetter(0, 2, "SCHEMA")));
      write(point(1, firstEvent) + point(1, firstEvent + 1));
      ParquetFiles.write(warehouse.resolve("dt=2026-11-24/hour=00/a.parquet"), 2);
      assertThat(observer.summary().disagreements()).isEmpty();

      // A scored reading with a dead letter, a score without a reading, and a record without
      // headers.
      send(List.of(records.deadLetter(0, 1, "SCHEMA")));
      send(List.of(records.score(0, 3, 1, firstEvent + 1, "null")));
      send(List.of(new ProducerRecord<>(records.scores(), SinkRecords.bytes("{}"))));
      write(point(2, firstEvent + 1));
      ParquetFiles.write(warehouse.resolve("dt=2026-11-24/hour=00/b.parquet"), 2);
      assertThat(observer.summary().disagreements())
          .containsExactly(
              "3 readings arrived, but 3 were scored and 2 are dead letters: 2 too many.",
              "1 records of the output topics are invalid: see the log.",
              "InfluxDB has 3 points, but 2 distinct (sensor, time) were scored: 1 too many.",
              "The warehouse has 4 rows, but 3 readings were scored: 1 too many.");
    }
  }

  @Test
  void updatesTheSnapshotLive() throws Exception {
    createTopics();
    try (SinkObserver observer = SinkObserver.start(withInflux(influx))) {
      run(0, 20);
      write(point(1, firstEvent));
      ParquetFiles.write(warehouse.resolve("dt=2026-11-24/hour=00/a.parquet"), 7);

      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () -> {
                SinkSnapshot snapshot = observer.snapshot();
                assertThat(snapshot.records().readings()).isEqualTo(40);
                assertThat(snapshot.readingsPerSecond()).isPositive();
                assertThat(snapshot.scoredPerSecond()).isPositive();
                assertThat(snapshot.records().scored()).isEqualTo(40);
                assertThat(snapshot.points()).contains(1L);
                assertThat(snapshot.parquet()).contains(new ParquetCount(1, 7));
                assertThat(snapshot.problems()).isEmpty();
              });

      assertThat(observer.summary().disagreements())
          .containsExactly(
              "InfluxDB has 1 points, but 20 distinct (sensor, time) were scored: 19 missing.",
              "The warehouse has 7 rows, but 40 readings were scored: 33 missing.");
    }
  }

  @Test
  void findsTopicsAndPartitionsCreatedLater() throws Exception {
    try (SinkObserver observer = SinkObserver.start(options())) {
      createTopics();
      run(0, 10);
      await().atMost(TIMEOUT).until(() -> observer.snapshot().records().scored() == 20);

      Map<String, NewPartitions> three = new HashMap<>();
      topics.forEach(topic -> three.put(topic, NewPartitions.increaseTo(3)));
      admin.createPartitions(three).all().get();
      awaitLeaders(3);
      send(List.of(reading(2)));
      send(List.of(records.deadLetter(2, 0, "SCHEMA")));
      await().atMost(TIMEOUT).until(() -> observer.snapshot().records().readings() == 21);

      ParquetFiles.write(warehouse.resolve("dt=2026-11-24/hour=00/a.parquet"), 20);
      RunSummary summary = observer.summary();
      assertThat(summary.disagreements()).isEmpty();
      assertThat(summary.last().records().dead()).isEqualTo(1);
      assertThat(summary.last().points()).isEmpty();
    }
  }

  @Test
  void ignoresOffsetsWithoutRecords() throws Exception {
    createTopics();
    run(0, 3);
    try (KafkaProducer<byte[], byte[]> transactions = transactions();
        SinkObserver observer = SinkObserver.start(options())) {
      // Offsets of each partition: 3 record, 4 marker, 5 and 6 aborted, 7 marker, 8 and 9 records.
      transactions.initTransactions();
      sendWithin(transactions, 1);
      transactions.commitTransaction();
      sendWithin(transactions, 2);
      transactions.abortTransaction();
      sendWithin(transactions, 2);
      transactions.commitTransaction();
      send(scores(List.of(3L, 8L)));
      commit(0, 9);
      commit(1, 9);
      await().atMost(TIMEOUT).until(() -> observer.snapshot().records().readings() == 6);
      assertThat(observer.awaitDrained(Duration.ofSeconds(1))).isEqualTo(2);
      ParquetFiles.write(warehouse.resolve("dt=2026-11-24/hour=00/a.parquet"), 4);
      assertThat(observer.summary().disagreements())
          .containsExactly(
              "6 readings arrived, but 4 were scored and 0 are dead letters: 2 missing.");

      send(scores(List.of(9L)));
      // Only a marker remains.
      commit(0, 10);
      commit(1, 10);
      // The transaction stays open, so the job does not read it either.
      sendWithin(transactions, 1);
      assertThat(observer.awaitDrained(TIMEOUT)).isZero();
      ParquetFiles.write(warehouse.resolve("dt=2026-11-24/hour=00/b.parquet"), 2);
      RunSummary summary = observer.summary();
      assertThat(summary.disagreements()).isEmpty();
      assertThat(summary.last().records().readings()).isEqualTo(6);
    }
  }

  @Test
  void excludesReadingsThatArriveDuringTheStop() throws Exception {
    createTopics();
    try (SinkObserver observer = SinkObserver.start(options())) {
      run(0, 2);
      commit(0, 2);
      commit(1, 2);
      assertThat(observer.awaitDrained(TIMEOUT)).isZero();
      // The job reads one of them before it ends, and not the other.
      send(List.of(reading(0), reading(1)));
      send(List.of(records.score(0, 2, 1, firstEvent, "null")));
      ParquetFiles.write(warehouse.resolve("dt=2026-11-24/hour=00/a.parquet"), 5);

      RunSummary summary = observer.summary();
      assertThat(summary.disagreements()).isEmpty();
      assertThat(summary.last().records().readings()).isEqualTo(5);

      send(List.of(reading(1)));
      commit(1, 4);
      assertThat(observer.summary().disagreements())
          .containsExactly(
              "6 readings arrived, but 5 were scored and 0 are dead letters: 1 missing.");
    }
  }

  @Test
  void countsReadingsThatKafkaHasDeleted() throws Exception {
    createTopics();
    try (SinkObserver observer = SinkObserver.start(options())) {
      run(0, 2);
      send(List.of(reading(0), reading(0)));
      send(List.of(records.score(0, 3, 1, firstEvent, "null")));
      await().atMost(TIMEOUT).until(() -> observer.snapshot().records().readings() == 6);
      TopicPartition deleted = new TopicPartition(records.readings(), 0);
      admin.deleteRecords(Map.of(deleted, RecordsToDelete.beforeOffset(3))).all().get();

      RecordCounts counts = observer.summary().last().records();
      assertThat(counts.readings()).isEqualTo(6);
      assertThat(counts.scored()).isEqualTo(5);
    }
  }

  @Test
  void createsNoTopicAndNoGroup() throws Exception {
    try (SinkObserver observer = SinkObserver.start(options())) {
      assertThat(observer.summary().last().records().readings()).isZero();
    }

    assertThat(admin.listTopics().names().get()).doesNotContainAnyElementsOf(topics);
    createTopics();
    try (SinkObserver observer = SinkObserver.start(options())) {
      run(0, 1);
      assertThat(observer.awaitDrained(Duration.ofSeconds(1))).isEqualTo(2);
      observer.summary();
    }

    // Other tests have committed offsets as groups of their own.
    assertThat(admin.listConsumerGroups().all().get())
        .allMatch(group -> group.groupId().startsWith("job-"))
        .noneMatch(group -> group.groupId().endsWith(test));
  }

  @Test
  void continuesWithoutInflux() throws Exception {
    createTopics();
    PfssOptions options = withInflux(URI.create("http://127.0.0.1:9"));
    try (SinkObserver observer = SinkObserver.start(options)) {
      run(0, 5);
      ParquetFiles.write(warehouse.resolve("dt=2026-11-24/hour=00/a.parquet"), 10);

      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () -> {
                assertThat(observer.snapshot().records().scored()).isEqualTo(10);
                assertThat(observer.snapshot().problems())
                    .singleElement()
                    .asString()
                    .contains("http://127.0.0.1:9");
              });
      assertThat(observer.summary().disagreements())
          .singleElement()
          .asString()
          .startsWith("A sink could not be read: InfluxDB: no connection to http://127.0.0.1:9");
    }
  }

  @Test
  void namesAnUnavailableBroker() throws Exception {
    PfssOptions options = options();
    options.setBootstrapServers("127.0.0.1:9");

    assertThatThrownBy(() -> SinkObserver.start(options))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Kafka at 127.0.0.1:9");
  }

  /** Returns the options of a job with plain files and without InfluxDB. */
  private PfssOptions options() {
    PfssOptions options = PipelineOptionsFactory.as(PfssOptions.class);
    options.setBootstrapServers(broker.bootstrapServers());
    options.setHeatTopic(records.readings());
    options.setScoreTopic(records.scores());
    options.setDeadLetterTopic(records.deadLetters());
    options.setGroup("job-" + test);
    options.setWarehouse(warehouse.toString());
    return options;
  }

  private PfssOptions withInflux(URI url) {
    PfssOptions options = options();
    options.setInfluxUrl(url.toString());
    return options;
  }

  /** Commits an offset, as the job does after the sinks have stored everything before it. */
  private void commit(int partition, long offset) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            "job-" + test,
            Map.of(
                new TopicPartition(records.readings(), partition), new OffsetAndMetadata(offset)))
        .all()
        .get();
  }

  /** Sends readings to both partitions, and their scores, for the offsets [from, to). */
  private void run(long from, long to) throws Exception {
    List<ProducerRecord<byte[], byte[]>> readings = new ArrayList<>();
    List<ProducerRecord<byte[], byte[]>> scores = new ArrayList<>();
    for (long offset = from; offset < to; offset++) {
      for (int partition = 0; partition < 2; partition++) {
        readings.add(reading(partition));
        scores.add(records.score(partition, offset, 1, firstEvent + offset, "\"정상\""));
      }
    }

    send(readings);
    send(scores);
  }

  /** Returns a score for each of these offsets of both partitions. */
  private List<ProducerRecord<byte[], byte[]>> scores(List<Long> offsets) {
    return offsets.stream()
        .flatMap(
            offset ->
                Stream.of(0, 1)
                    .map(
                        partition ->
                            records.score(partition, offset, 1, firstEvent + offset, "null")))
        .toList();
  }

  private KafkaProducer<byte[], byte[]> transactions() {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put("transactional.id", records.readings());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Begins a transaction with readings of both partitions. */
  private void sendWithin(KafkaProducer<byte[], byte[]> transactions, int count) {
    transactions.beginTransaction();
    for (int i = 0; i < count; i++) {
      Future<RecordMetadata> unused = transactions.send(reading(0));
      Future<RecordMetadata> unusedToo = transactions.send(reading(1));
    }

    transactions.flush();
  }

  private ProducerRecord<byte[], byte[]> reading(int partition) {
    return new ProducerRecord<>(
        records.readings(), partition, new byte[0], SinkRecords.bytes("a reading"));
  }

  private void send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    records.forEach(each -> sent.add(producer.send(each)));
    producer.flush();
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
  }

  private void createTopics() {
    HeatTopics.createAbsent(KafkaCluster.at(broker.bootstrapServers()), topics, 2, (short) 1);
  }

  /**
   * Waits until the broker serves the partitions. Otherwise it may reject a producer's first batch
   * and accept its second, and then the first is never written (KAFKA-15591).
   */
  private void awaitLeaders(int partitions) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (String topic : topics) {
      for (int partition = 0; partition < partitions; partition++) {
        latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      }
    }

    await()
        .atMost(TIMEOUT)
        .ignoreExceptionsMatching(failure -> failure.getCause() instanceof RetriableException)
        .until(() -> admin.listOffsets(latest).all().get(), ends -> !ends.isEmpty());
  }

  private static String pred(long offset) {
    return switch ((int) (offset % 5)) {
      case 0 -> "\"정상\"";
      case 1 -> "\"주의\"";
      case 2 -> "\"경고\"";
      case 3 -> "null";
      default -> "\"정상\"";
    };
  }

  private static String point(long sensor, long timeMillis) {
    return "sensor_measurement,sensor_id=" + sensor + " latency_ms=5i " + timeMillis + "\n";
  }

  private void write(String points) throws Exception {
    influx("write?db=heat_pf&precision=ms", points);
  }

  private void influx(String path, String body) throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(influx.resolve("/" + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isLessThan(300);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
