package io.pfss.runners.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.pipeline.KafkaPosition;
import io.pfss.pipeline.Secret;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.runners.e2e.InfluxContent;
import io.pfss.runners.stack.MariaDbServer;
import io.pfss.runners.yarn.Submission;
import io.pfss.runners.yarn.TrialCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cluster with the main job on it, on which one fault after the other is tried. */
final class FaultTrials implements AutoCloseable {
  static final String HEAT_TOPIC = "heat";

  private static final Logger LOG = LoggerFactory.getLogger(FaultTrials.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCORE_TOPIC = "heat_pf";
  private static final String LETTER_TOPIC = "heat_dlq";
  private static final String INFLUX_DATABASE = "heat_pf";
  private static final int PARTITIONS = 4;
  private static final int REPLICATION = 3;
  private static final int LARGEST_BYTES = 16 << 20;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final int RANDOM_MILLIS = 5_000;
  private static final Duration AFTER = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Duration POLL = Duration.ofMillis(250);

  /** Readings that are under way at any time, in s of their rate. */
  private static final int NORMAL_BACKLOG_SECONDS = 3;

  private final TrialCluster cluster;
  private final InfluxProxy influx;
  private final Submission submission;
  private final SupervisedJob job;
  private final WarehousePositions warehouse;
  private final int rate;
  private final Random random;
  private int trials;

  private FaultTrials(
      TrialCluster cluster,
      InfluxProxy influx,
      Submission submission,
      SupervisedJob job,
      WarehousePositions warehouse,
      int rate,
      long seed) {
    this.cluster = cluster;
    this.influx = influx;
    this.submission = submission;
    this.job = job;
    this.warehouse = warehouse;
    this.rate = rate;
    this.random = new Random(seed);
  }

  /**
   * Starts the cluster and the job.
   *
   * @param home the folder of this repository, compiled
   * @param folder takes all data and logs
   * @param rate of readings, a s
   */
  static FaultTrials start(Path home, Path folder, int rate, long seed)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    TrialCluster cluster = TrialCluster.start(home, folder, System.err::println);
    createTopics(cluster);
    InfluxProxy influx = new InfluxProxy(cluster.influx().orElseThrow().url());
    Submission submission = Submission.prepare(home, folder, cluster);
    SupervisedJob job =
        new SupervisedJob(
            submission,
            List.of(
                "--influxUrl=" + influx.url(),
                "--window=10s",
                "--sweepAfter=20s",
                "--log=" + folder.resolve("pfss.log")),
            folder.resolve("driver.txt"));
    Configuration hadoop = cluster.hadoop();
    WarehouseCatalog catalog =
        WarehouseCatalog.prepare(
            settings(cluster, folder, hadoop), submission.warehouse().toString());
    job.start();
    return new FaultTrials(
        cluster, influx, submission, job, new WarehousePositions(catalog, hadoop), rate, seed);
  }

  private static void createTopics(TrialCluster cluster) throws InterruptedException {
    KafkaCluster kafka = KafkaCluster.at(cluster.kafka().bootstrapServers());
    HeatTopics.createAbsent(
        kafka, List.of(HEAT_TOPIC, SCORE_TOPIC), PARTITIONS, (short) REPLICATION);
    HeatTopics.createAbsentDeadLetters(kafka, LETTER_TOPIC, PARTITIONS, (short) REPLICATION);
    try (Admin admin = Admin.create(kafka.clientConfig(Map.of()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, HEAT_TOPIC),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry(
                              TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                              Integer.toString(LARGEST_BYTES)),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not raise the size of messages", e.getCause());
    }
  }

  private static CatalogSettings settings(TrialCluster cluster, Path folder, Configuration hadoop)
      throws IOException {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    MariaDbServer server = cluster.mariaDb().orElseThrow();
    Path password = Files.writeString(folder.resolve("catalog-password"), server.password());
    Map<String, String> settings = new HashMap<>();
    hadoop.forEach(entry -> settings.put(entry.getKey(), entry.getValue()));
    return new CatalogSettings(
        server.jdbcUrl("pfss"), server.user(), Secret.inFile(password.toString()), settings);
  }

  /** Tries a fault once; answers what became of the readings. */
  ObjectNode run(Fault fault, int round) throws Exception {
    long firstSensor = ++trials * 1000L;
    Map<KafkaPosition, byte[]> letterValues = new ConcurrentHashMap<>();
    int startsBefore = job.starts();
    try (Sensors sensors =
            new Sensors(cluster.kafka().bootstrapServers(), HEAT_TOPIC, firstSensor, rate);
        TopicTail scores = tail(SCORE_TOPIC, (origin, value) -> {});
        TopicTail letters = tail(LETTER_TOPIC, letterValues::put)) {
      sensors.start();
      await("the first scores", () -> scores.distinct() > 0);
      pause(WARM_UP.plusMillis(random.nextInt(RANDOM_MILLIS)));
      Stage stage = new Stage(cluster, submission, job, influx, sensors, random);
      fault.begin().on(stage);
      LOG.info("Fault {} is there", fault.name());
      pause(fault.outage());
      fault.end().on(stage);
      Instant healed = Instant.now();
      LOG.info("Fault {} is mended", fault.name());
      long sentBefore = sensors.valid();
      boolean recovered =
          await(
              "the backlog's end",
              () ->
                  scores.distinct() > sentBefore
                      && sensors.valid() - scores.distinct()
                          < (long) rate * NORMAL_BACKLOG_SECONDS);
      double recovery = Duration.between(healed, Instant.now()).toMillis() / 1000.0;
      pause(AFTER);
      Audit audit = new Audit(sensors.stop());
      await(
          "all readings in all sinks",
          () ->
              scores.distinct() >= audit.valid()
                  && letters.distinct() >= audit.invalid()
                  && audit.lostOf(scores.counts()) == 0
                  && audit.lostLettersOf(letters.counts()) == 0
                  && audit.lostOf(warehouse.refresh()) == 0
                  && points(firstSensor) >= audit.sensorTimes());
      return result(fault, round, audit, scores, letters, letterValues, firstSensor)
          .put("refused_by_kafka", sensors.refused())
          .put("driver_starts", job.starts() - startsBefore)
          .put("outage_s", fault.outage().toSeconds())
          .put("recovered", recovered)
          .put("recovery_s", recovery);
    }
  }

  @Override
  public void close() {
    job.close();
    influx.close();
    cluster.close();
  }

  private ObjectNode result(
      Fault fault,
      int round,
      Audit audit,
      TopicTail scores,
      TopicTail letters,
      Map<KafkaPosition, byte[]> letterValues,
      long firstSensor)
      throws IOException, InterruptedException {
    Map<KafkaPosition, Integer> rows = warehouse.refresh();
    long missingPoints = audit.sensorTimes() - points(firstSensor);
    ObjectNode result = JSON.createObjectNode();
    result.put("fault", fault.name());
    result.put("round", round);
    result.put("readings", audit.valid());
    result.put("invalid", audit.invalid());
    result.set(
        "lost",
        Audit.counts(
            audit.lostOf(rows),
            audit.lostOf(scores.counts()),
            Math.max(0, missingPoints),
            audit.lostLettersOf(letters.counts())));
    result.set(
        "repeats",
        Audit.counts(
            audit.repeatsOf(rows),
            audit.repeatsOf(scores.counts()),
            Math.max(0, -missingPoints),
            audit.repeatsOf(letters.counts())));
    result.put("wrong_dead_letters", audit.wrongLetters(letterValues));
    return result;
  }

  private TopicTail tail(String topic, java.util.function.BiConsumer<KafkaPosition, byte[]> check) {
    return new TopicTail(cluster.kafka().bootstrapServers(), topic, check);
  }

  private long points(long firstSensor) throws IOException, InterruptedException {
    List<Map<String, JsonNode>> rows =
        InfluxContent.query(
            cluster.influx().orElseThrow().url().toString(),
            INFLUX_DATABASE,
            "SELECT COUNT(\"state\") FROM sensor_measurement WHERE sensor_id =~ /^"
                + firstSensor / Sensors.COUNT
                + "\\d\\d$/");
    return rows.isEmpty() ? 0 : rows.get(0).get("count").asLong();
  }

  /** Waits for a state that faults may keep from coming; answers whether it came. */
  private static boolean await(String what, Callable<Boolean> state) {
    try {
      Awaitility.await(what).atMost(LIMIT).pollInterval(POLL).ignoreExceptions().until(state);
      return true;
    } catch (ConditionTimeoutException e) {
      LOG.error("{} did not come within {}", what, LIMIT);
      return false;
    }
  }

  private static void pause(Duration length) throws InterruptedException {
    long until = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < until) {
      java.util.concurrent.locks.LockSupport.parkNanos(until - System.nanoTime());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
