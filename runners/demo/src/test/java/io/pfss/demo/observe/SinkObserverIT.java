package io.pfss.demo.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pfss.driver.influx.InfluxAccess;
import io.pfss.models.soh.SohState;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
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

/** The observer against a real broker, a real InfluxDB and real Parquet files. */
@ExtendWith(SharedServers.class)
class SinkObserverIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static KafkaBroker broker;
  private static InfluxServer server;

  private final Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
  private final URI influx = server.url();
  // Of each test its own: a name that is used again at once meets what is left of the old topic.
  private final ObservedTopics topics = topics(UUID.randomUUID());
  private final SinkRecords records = new SinkRecords(topics);
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
    influx("query", "q=" + encoded("CREATE DATABASE heat_pf"));
  }

  @AfterEach
  void removeAll() throws Exception {
    producer.close();
    admin.close();
    influx("query", "q=" + encoded("DROP DATABASE heat_pf"));
  }

  @Test
  void countsWhatTheSinksHoldSinceItBegan() throws Exception {
    createTopics();
    run(0, 50);
    ParquetFiles.write(warehouse.resolve("dt=2026-11-23/hour=23/history.parquet"), 50);
    long runBegin = firstEvent + 1_000_000;

    try (SinkObserver observer =
        SinkObserver.of(kafka, topics)
            .influx(InfluxAccess.at(influx, "heat_pf"))
            .warehouse(ParquetFolder.fromNow(warehouse.toString(), new Configuration())::count)
            .interval(Duration.ofMillis(100))
            .start()) {
      assertThat(observer.snapshot().readings()).isZero();

      // Offsets 50..549 of both partitions are the run's: 1,000 readings.
      List<ProducerRecord<byte[], byte[]>> readings = new ArrayList<>();
      List<ProducerRecord<byte[], byte[]>> sinks = new ArrayList<>();
      StringBuilder points = new StringBuilder();
      for (long offset = 50; offset < 550; offset++) {
        for (int partition = 0; partition < 2; partition++) {
          readings.add(reading(partition));
          if (offset % 100 == 99) {
            sinks.add(records.deadLetter(partition, offset, "MALFORMED"));
          } else if (offset != 333 || partition != 1) {
            // The two partitions hold the same (sensor, time): one point for both.
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
      influx("write?db=heat_pf&precision=ms", points.toString());
      ParquetFiles.write(warehouse.resolve("dt=2026-11-24/hour=00/a.parquet"), 600);
      ParquetFiles.write(warehouse.resolve("dt=2026-11-24/hour=00/b.parquet"), 390);

      List<Drain> progress = new ArrayList<>();
      assertThat(observer.awaitDrained(Duration.ofSeconds(3), progress::add))
          .isEqualTo(new Drain(1000, 1));
      assertThat(progress).isNotEmpty().last().isEqualTo(new Drain(1000, 1));

      send(List.of(records.score(1, 333, 333 % 5, runBegin + 333, pred(333))));
      assertThat(observer.awaitDrained(TIMEOUT, drain -> {}).complete()).isTrue();

      RunSummary summary = observer.summary(TIMEOUT);
      assertThat(summary.disagreements()).isEmpty();
      assertThat(summary.last().readings()).isEqualTo(1000);
      assertThat(summary.last().scores().scored()).isEqualTo(990);
      assertThat(summary.last().scores().repeats()).isEqualTo(40);
      assertThat(summary.last().scores().in(SohState.CAUTION)).isEqualTo(200);
      assertThat(summary.last().scores().unscorable()).isEqualTo(200);
      assertThat(summary.last().deadLetters())
          .isEqualTo(new DeadLetterCounts(Map.of("MALFORMED", 10L), 1, 0));
      assertThat(summary.last().influxPoints()).isEqualTo(Observed.of(495L));
      assertThat(summary.last().parquet()).isEqualTo(Observed.of(new ParquetCount(2, 990)));
      assertThat(summary.last().latency()).isPresent();
      assertThat(observer.snapshot().sensorCount()).isEqualTo(5);
      assertThat(observer.snapshot().worstSensors()).hasSize(5);
    }
  }

  @Test
  void isNotDrainedBeforeTheWarehouseKeepsAllThatWasScored() throws Exception {
    createTopics();
    AtomicLong unmerged = new AtomicLong();
    try (SinkObserver observer =
        SinkObserver.of(kafka, topics)
            .warehouse(ParquetFolder.fromNow(warehouse.toString(), new Configuration())::count)
            .unmerged(unmerged::get)
            .start()) {
      run(0, 20);
      ParquetFiles.write(warehouse.resolve("dt=2026-11-24/hour=00/a.parquet"), 7);
      assertThat(observer.awaitDrained(Duration.ofSeconds(3), drain -> unmerged.set(30)))
          .isEqualTo(new Drain(40, 3));
      unmerged.set(33);
      assertThat(observer.awaitDrained(TIMEOUT, drain -> {})).isEqualTo(new Drain(40, 0));
    }
  }

  @Test
  void showsLiveWhatArrives() throws Exception {
    createTopics();
    try (SinkObserver observer =
        SinkObserver.of(kafka, topics)
            .influx(InfluxAccess.at(influx, "heat_pf"))
            .warehouse(ParquetFolder.fromNow(warehouse.toString(), new Configuration())::count)
            .interval(Duration.ofMillis(100))
            .start()) {
      run(0, 20);
      influx("write?db=heat_pf&precision=ms", point(1, firstEvent));
      ParquetFiles.write(warehouse.resolve("dt=2026-11-24/hour=00/a.parquet"), 7);

      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () -> {
                SinkSnapshot snapshot = observer.snapshot();
                assertThat(snapshot.readings()).isEqualTo(40);
                assertThat(snapshot.readingsPerSecond()).isPositive();
                assertThat(snapshot.scores().scored()).isEqualTo(40);
                assertThat(snapshot.influxPoints()).isEqualTo(Observed.of(1L));
                assertThat(snapshot.parquet()).isEqualTo(Observed.of(new ParquetCount(1, 7)));
                assertThat(snapshot.problems()).isEmpty();
              });

      assertThat(observer.summary(TIMEOUT).disagreements())
          .containsExactly(
              "InfluxDB holds 1 points, but 20 distinct (sensor, time) were scored: 19 missing.",
              "The warehouse holds 7 rows, but 40 readings were scored: 33 missing.");
    }
  }

  @Test
  void picksUpTopicsAndPartitionsThatAreMadeLater() throws Exception {
    try (SinkObserver observer =
        SinkObserver.of(kafka, topics).interval(Duration.ofMillis(100)).start()) {
      createTopics();
      run(0, 10);
      assertThat(observer.awaitDrained(TIMEOUT, drain -> {})).isEqualTo(new Drain(20, 0));

      Map<String, NewPartitions> three = new HashMap<>();
      topics.all().forEach(topic -> three.put(topic, NewPartitions.increaseTo(3)));
      admin.createPartitions(three).all().get();
      awaitLeaders(3);
      send(List.of(reading(2)));
      send(List.of(records.deadLetter(2, 0, "SCHEMA")));

      assertThat(observer.awaitDrained(TIMEOUT, drain -> {})).isEqualTo(new Drain(21, 0));
      RunSummary summary = observer.summary(TIMEOUT);
      assertThat(summary.disagreements()).isEmpty();
      assertThat(summary.last().influxPoints()).isEqualTo(Observed.notInUse());
      assertThat(summary.last().parquet()).isEqualTo(Observed.notInUse());
    }
  }

  @Test
  void countsRecordsAndNoOtherOffsets() throws Exception {
    createTopics();
    run(0, 3);
    try (KafkaProducer<byte[], byte[]> transactions = transactions();
        SinkObserver observer =
            SinkObserver.of(kafka, topics).interval(Duration.ofMillis(100)).start()) {
      // Of each partition: 3 a record, 4 a marker, 5 and 6 aborted, 7 a marker, 8 and 9 records.
      transactions.initTransactions();
      sendWithin(transactions, 1);
      transactions.commitTransaction();
      sendWithin(transactions, 2);
      transactions.abortTransaction();
      sendWithin(transactions, 2);
      transactions.commitTransaction();
      send(scores(List.of(3L, 8L)));
      await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(observer.snapshot().readings()).isEqualTo(6));
      assertThat(observer.awaitDrained(Duration.ofSeconds(3), drain -> {}))
          .isEqualTo(new Drain(6, 2));
      assertThat(observer.summary(TIMEOUT).disagreements())
          .containsExactly(
              "6 readings arrived, but 4 were scored and 0 are dead letters: 2 missing.");

      send(scores(List.of(9L)));
      // Open, so that the job does not read it either.
      sendWithin(transactions, 1);
      List<Drain> progress = new ArrayList<>();
      assertThat(observer.awaitDrained(TIMEOUT, progress::add)).isEqualTo(new Drain(6, 0));
      assertThat(progress).isEmpty();
      RunSummary summary = observer.summary(TIMEOUT);
      assertThat(summary.disagreements()).isEmpty();
      assertThat(summary.last().readings()).isEqualTo(6);
    }
  }

  @Test
  void aReadingThatArrivesDuringTheStopIsForTheNextStart() throws Exception {
    createTopics();
    Map<Integer, Long> committed = new HashMap<>();
    try (SinkObserver observer =
        SinkObserver.of(kafka, topics).committed(() -> committed).start()) {
      run(0, 2);
      assertThat(observer.awaitDrained(TIMEOUT, drain -> {})).isEqualTo(new Drain(4, 0));
      // The job reads one of them before it ends, and not the other.
      send(List.of(reading(0), reading(1)));
      send(List.of(records.score(0, 2, 1, firstEvent, "null")));

      RunSummary summary = observer.summary(TIMEOUT);
      assertThat(summary.disagreements()).isEmpty();
      assertThat(summary.last().readings()).isEqualTo(5);

      send(List.of(reading(1)));
      committed.put(1, 4L);
      assertThat(observer.summary(TIMEOUT).disagreements())
          .containsExactly(
              "6 readings arrived, but 5 were scored and 0 are dead letters: 1 missing.");
    }
  }

  @Test
  void isDrainedWhereOnlyMarkersAreLeft() throws Exception {
    createTopics();
    try (KafkaProducer<byte[], byte[]> transactions = transactions();
        SinkObserver observer =
            SinkObserver.of(kafka, topics).interval(Duration.ofMillis(100)).start()) {
      transactions.initTransactions();
      for (int i = 0; i < 20; i++) {
        sendWithin(transactions, 1);
        transactions.commitTransaction();
      }

      await().atMost(TIMEOUT).until(() -> observer.snapshot().readings() == 40);
      send(scores(LongStream.range(0, 20).mapToObj(i -> 2 * i).toList()));
      assertThat(observer.awaitDrained(Duration.ofSeconds(10), drain -> {}))
          .isEqualTo(new Drain(40, 0));
      assertThat(observer.summary(TIMEOUT).disagreements()).isEmpty();
    }
  }

  @Test
  void aReadingThatKafkaHasDeletedIsMissing() throws Exception {
    createTopics();
    try (SinkObserver observer = SinkObserver.of(kafka, topics).start()) {
      run(0, 2);
      send(List.of(reading(0), reading(0)));
      send(List.of(records.score(0, 3, 1, firstEvent, "null")));
      TopicPartition deleted = new TopicPartition(topics.readings(), 0);
      admin.deleteRecords(Map.of(deleted, RecordsToDelete.beforeOffset(3))).all().get();

      assertThat(observer.awaitDrained(Duration.ofSeconds(3), drain -> {}))
          .isEqualTo(new Drain(6, 1));
      assertThat(observer.summary(TIMEOUT).last().readings()).isEqualTo(6);
    }
  }

  @Test
  void makesNoTopicAndNoGroup() throws Exception {
    try (SinkObserver observer = SinkObserver.of(kafka, topics).start()) {
      assertThat(observer.summary(TIMEOUT).last().readings()).isZero();
    }

    assertThat(admin.listTopics().names().get()).doesNotContainAnyElementsOf(topics.all());
    createTopics();
    try (SinkObserver observer = SinkObserver.of(kafka, topics).start()) {
      run(0, 1);
      assertThat(observer.awaitDrained(TIMEOUT, drain -> {}).complete()).isTrue();
    }

    assertThat(admin.listConsumerGroups().all().get()).isEmpty();
  }

  @Test
  void goesOnWithoutInflux() throws Exception {
    createTopics();
    InfluxAccess nobody = InfluxAccess.at(URI.create("http://127.0.0.1:9"), "heat_pf");
    try (SinkObserver observer =
        SinkObserver.of(kafka, topics).influx(nobody).interval(Duration.ofMillis(100)).start()) {
      run(0, 5);

      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () -> {
                assertThat(observer.snapshot().scores().scored()).isEqualTo(10);
                assertThat(observer.snapshot().influxPoints().problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("http://127.0.0.1:9"));
              });
      assertThat(observer.summary(TIMEOUT).disagreements())
          .singleElement()
          .asString()
          .startsWith("InfluxDB could not be asked: no connection to http://127.0.0.1:9");
    }
  }

  @Test
  void namesABrokerThatIsNotThere() throws Exception {
    createTopics();
    Map<String, Object> nobody =
        Map.of(
            "bootstrap.servers",
            "127.0.0.1:9",
            "default.api.timeout.ms",
            "500",
            "request.timeout.ms",
            "500");

    assertThatThrownBy(() -> SinkObserver.of(nobody, topics).start())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Kafka at 127.0.0.1:9");
  }

  /** Readings to both partitions and a score of each, from an offset to before another. */
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

  /** A score of the reading at each of these offsets of both partitions. */
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
    config.put("transactional.id", topics.readings());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Begins a transaction with readings of both partitions. */
  private void sendWithin(KafkaProducer<byte[], byte[]> transactions, int count) {
    transactions.beginTransaction();
    for (int i = 0; i < count; i++) {
      transactions.send(reading(0));
      transactions.send(reading(1));
    }

    transactions.flush();
  }

  private ProducerRecord<byte[], byte[]> reading(int partition) {
    return new ProducerRecord<>(
        topics.readings(), partition, new byte[0], SinkRecords.bytes("a reading"));
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
    HeatTopics.createAbsent(KafkaCluster.at(broker.bootstrapServers()), topics.all(), 2, (short) 1);
  }

  /**
   * Waits until the broker serves the partitions, not only knows of them: else it may refuse a
   * producer's first batch and take its second, and then the first never gets in (KAFKA-15591).
   */
  private void awaitLeaders(int partitions) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (String topic : topics.all()) {
      for (int partition = 0; partition < partitions; partition++) {
        latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      }
    }

    await()
        .atMost(TIMEOUT)
        .ignoreExceptionsMatching(failure -> failure.getCause() instanceof RetriableException)
        .until(() -> admin.listOffsets(latest).all().get(), ends -> !ends.isEmpty());
  }

  private static ObservedTopics topics(UUID test) {
    return new ObservedTopics("heat-" + test, "heat_pf-" + test, "heat_dlq-" + test);
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
