package io.pfss.runners.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.support.Secret;
import io.pfss.runners.e2e.InfluxContent;
import io.pfss.runners.stack.MariaDbServer;
import io.pfss.runners.yarn.Submission;
import io.pfss.runners.yarn.TrialCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.awaitility.Awaitility;

/** A cluster with the main job on it, and what reads its sinks back. */
final class TrialJob implements AutoCloseable {
  static final String HEAT_TOPIC = "heat";
  static final String SCORE_TOPIC = "heat_pf";
  static final String LETTER_TOPIC = "heat_dlq";

  private static final String INFLUX_DATABASE = "heat_pf";
  private static final int PARTITIONS = 4;
  private static final int REPLICATION = 3;

  /** Three copies of all that is sent do not fit on every disk; 20 minutes at 2,000 a second do. */
  private static final Map<String, String> RETENTION =
      Map.of(
          TopicConfig.RETENTION_BYTES_CONFIG,
          Integer.toString(512 << 20),
          TopicConfig.SEGMENT_BYTES_CONFIG,
          Integer.toString(128 << 20));

  private final Path folder;
  private final Map<String, String> heat;
  private final TrialCluster cluster;
  private final InfluxProxy influx;
  private final Submission submission;
  private final SupervisedJob job;
  private final WarehousePositions warehouse;

  private TrialJob(
      Path folder,
      Map<String, String> heat,
      TrialCluster cluster,
      InfluxProxy influx,
      Submission submission,
      SupervisedJob job,
      WarehouseCatalog catalog) {
    this.folder = folder;
    this.heat = heat;
    this.cluster = cluster;
    this.influx = influx;
    this.submission = submission;
    this.job = job;
    this.warehouse = new WarehousePositions(catalog, cluster.hadoop());
  }

  /**
   * Starts the cluster and the job.
   *
   * @param home the folder of this repository, compiled
   * @param folder takes all data and logs
   * @param heat further settings of the topic of readings
   * @param options of the job, beside those of where things are
   */
  static TrialJob start(Path home, Path folder, Map<String, String> heat, List<String> options)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    TrialCluster cluster = TrialCluster.start(home, folder, System.err::println);
    createTopics(cluster, heat);
    InfluxProxy influx = new InfluxProxy(cluster.influx().orElseThrow().url());
    Submission submission = Submission.prepare(home, folder, cluster);
    List<String> all = new ArrayList<>(options);
    all.add("--influxUrl=" + influx.url());
    all.add("--log=" + log(folder));
    SupervisedJob job = new SupervisedJob(submission, all, folder.resolve("driver.txt"));
    WarehouseCatalog catalog =
        WarehouseCatalog.prepare(settings(cluster, folder), submission.warehouse().toString());
    job.start();
    return new TrialJob(folder, heat, cluster, influx, submission, job, catalog);
  }

  private static void createTopics(TrialCluster cluster, Map<String, String> heat)
      throws InterruptedException {
    KafkaCluster kafka = KafkaCluster.at(cluster.kafka().bootstrapServers());
    HeatTopics.createAbsent(
        kafka, List.of(HEAT_TOPIC, SCORE_TOPIC), PARTITIONS, (short) REPLICATION);
    HeatTopics.createAbsentDeadLetters(kafka, LETTER_TOPIC, PARTITIONS, (short) REPLICATION);
    try (Admin admin = Admin.create(kafka.clientConfig(Map.of()))) {
      Map<String, String> heatSettings = new HashMap<>(RETENTION);
      heatSettings.putAll(heat);
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, HEAT_TOPIC), changes(heatSettings),
                  new ConfigResource(ConfigResource.Type.TOPIC, SCORE_TOPIC), changes(RETENTION)))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not take " + heat, e.getCause());
    }
  }

  private static List<AlterConfigOp> changes(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
        .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
        .toList();
  }

  private static CatalogSettings settings(TrialCluster cluster, Path folder) throws IOException {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    MariaDbServer server = cluster.mariaDb().orElseThrow();
    Path password = Files.writeString(folder.resolve("catalog-password"), server.password());
    Map<String, String> settings = new HashMap<>();
    cluster.hadoop().forEach(entry -> settings.put(entry.getKey(), entry.getValue()));
    return new CatalogSettings(
        server.jdbcUrl("pfss"), server.user(), Secret.inFile(password.toString()), settings);
  }

  TrialCluster cluster() {
    return cluster;
  }

  InfluxProxy influx() {
    return influx;
  }

  Submission submission() {
    return submission;
  }

  SupervisedJob supervised() {
    return job;
  }

  WarehousePositions warehouse() {
    return warehouse;
  }

  /** The driver's log. */
  Path log() {
    return log(folder);
  }

  /** The job's executors that run now. */
  List<Long> executors() {
    return Signals.executors(folder);
  }

  /** Deletes the topic of readings and makes it again, as somebody does who resets a test. */
  void makeHeatAgain() throws IOException, InterruptedException {
    KafkaCluster kafka = KafkaCluster.at(cluster.kafka().bootstrapServers());
    try (Admin admin = Admin.create(kafka.clientConfig(Map.of()))) {
      admin.deleteTopics(List.of(HEAT_TOPIC)).all().get();
      Awaitility.await().until(() -> !admin.listTopics().names().get().contains(HEAT_TOPIC));
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not delete " + HEAT_TOPIC, e.getCause());
    }

    createTopics(cluster, heat);
    warehouse.forget();
  }

  /**
   * Follows a topic.
   *
   * @param check is given the origin and the value of each record
   */
  TopicTail tail(String topic, BiConsumer<SourceOffset, byte[]> check) {
    return new TopicTail(cluster.kafka().bootstrapServers(), topic, check);
  }

  /** How many points InfluxDB has of the {@link Sensors#COUNT} sensors from a number on. */
  long points(long firstSensor) throws IOException, InterruptedException {
    List<Map<String, JsonNode>> rows =
        InfluxContent.query(
            cluster.influx().orElseThrow().url().toString(),
            INFLUX_DATABASE,
            "SELECT COUNT(\"state\") FROM sensor_measurement WHERE sensor_id =~ /^"
                + firstSensor / Sensors.COUNT
                + "\\d\\d$/");
    return rows.isEmpty() ? 0 : rows.get(0).get("count").asLong();
  }

  @Override
  public void close() {
    job.close();
    influx.close();
    cluster.close();
  }

  private static Path log(Path folder) {
    return folder.resolve("pfss.log");
  }
}
