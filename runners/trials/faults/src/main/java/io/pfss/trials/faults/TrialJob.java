package io.pfss.trials.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.trials.e2e.Audit;
import io.pfss.trials.e2e.InfluxContent;
import io.pfss.trials.e2e.ReadingSender;
import io.pfss.trials.e2e.TablePositions;
import io.pfss.trials.e2e.TopicTail;
import io.pfss.trials.stack.MariaDbServer;
import io.pfss.trials.stack.Processes;
import io.pfss.trials.yarn.Submission;
import io.pfss.trials.yarn.TrialCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.awaitility.Awaitility;

/**
 * A cluster with the main job on it, and what reads its sinks back.
 *
 * @param folder of all data and logs
 * @param heat further settings of the topic of readings
 * @param cluster all servers
 * @param influx what stands before InfluxDB
 * @param submission where the job's files are
 * @param supervised the main job
 * @param warehouse what its table holds
 */
record TrialJob(
    Path folder,
    Map<String, String> heat,
    TrialCluster cluster,
    InfluxProxy influx,
    Submission submission,
    SupervisedJob supervised,
    TablePositions warehouse)
    implements AutoCloseable {
  static final String HEAT_TOPIC = "heat";
  private static final String SCORE_TOPIC = "heat_pf";
  private static final String LETTER_TOPIC = "heat_dlq";

  private static final String EXECUTOR = "YarnCoarseGrainedExecutorBackend";
  private static final String INFLUX_DATABASE = "heat_pf";
  private static final int PARTITIONS = 4;
  private static final int REPLICATION = 3;

  /** Three copies of all that is sent do not fit on every disk; 20 minutes at 2,000 a second do. */
  private static final Map<String, String> RETENTION =
      Map.of(
          TopicConfig.RETENTION_BYTES_CONFIG, Integer.toString(512 << 20),
          TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(128 << 20));

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
    job.start();
    MariaDbServer catalog = cluster.mariaDb().orElseThrow();
    TablePositions warehouse =
        new TablePositions(
            catalog.jdbcUrl("pfss"), catalog.user(), catalog.password(), cluster.hadoop());
    return new TrialJob(folder, heat, cluster, influx, submission, job, warehouse);
  }

  private static void createTopics(TrialCluster cluster, Map<String, String> heat) {
    KafkaCluster kafka = KafkaCluster.at(cluster.kafka().bootstrapServers());
    Map<String, String> heatSettings = new HashMap<>(RETENTION);
    heatSettings.putAll(heat);
    Map<ConfigResource, Collection<AlterConfigOp>> settings =
        Map.of(
            new ConfigResource(ConfigResource.Type.TOPIC, HEAT_TOPIC), changes(heatSettings),
            new ConfigResource(ConfigResource.Type.TOPIC, SCORE_TOPIC), changes(RETENTION));
    try (Admin admin = Admin.create(kafka.clientConfig(Map.of()))) {
      // Right after a topic is deleted or made, not every broker knows.
      Awaitility.await()
          .ignoreExceptionsMatching(e -> e.getCause() instanceof UnknownTopicOrPartitionException)
          .until(
              () -> {
                HeatTopics.createAbsent(
                    kafka, List.of(HEAT_TOPIC, SCORE_TOPIC), PARTITIONS, (short) REPLICATION);
                HeatTopics.createAbsentDeadLetters(
                    kafka, LETTER_TOPIC, PARTITIONS, (short) REPLICATION);
                admin.incrementalAlterConfigs(settings).all().get();
                return true;
              });
    }
  }

  private static List<AlterConfigOp> changes(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
        .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
        .toList();
  }

  /** The driver's log. */
  Path log() {
    return log(folder);
  }

  /** The job's executors that run now. */
  List<Long> executors() {
    return ProcessHandle.allProcesses()
        .filter(process -> isExecutor(Processes.read(process, "cmdline")))
        .map(ProcessHandle::pid)
        .sorted()
        .toList();
  }

  /** The launcher of an executor has its command line too, in one argument of a shell's. */
  private boolean isExecutor(String commandLine) {
    List<String> command = List.of(commandLine.split("\0"));
    return command.get(0).endsWith("java")
        && command.stream().anyMatch(each -> each.endsWith(EXECUTOR))
        && commandLine.contains(folder + "/");
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

  /** SteadySender that are silent yet, whose readings an audit knows. */
  SteadySender sensors(long firstSensor, int rate, Audit audit) {
    return new SteadySender(
        cluster.kafka().bootstrapServers(), HEAT_TOPIC, firstSensor, rate, audit);
  }

  /** Follows the scores. */
  TopicTail scores(BiConsumer<SourceOffset, byte[]> sink) {
    return new TopicTail(cluster.kafka().bootstrapServers(), SCORE_TOPIC, sink);
  }

  /** Follows the dead letters. */
  TopicTail deadLetters(Audit audit) {
    return new TopicTail(cluster.kafka().bootstrapServers(), LETTER_TOPIC, audit::deadLetter);
  }

  /** Whether all that was sent is in all sinks. */
  boolean isComplete(Audit audit, long firstSensor) throws IOException, InterruptedException {
    return audit.isComplete(warehouse.refresh(), points(firstSensor));
  }

  /** What has become of what was sent. */
  ObjectNode result(Audit audit, long firstSensor) throws IOException, InterruptedException {
    return audit.result(warehouse.refresh(), points(firstSensor));
  }

  /** How many points InfluxDB has of the {@link ReadingSender#SENSORS} sensors from a number on. */
  private long points(long firstSensor) throws IOException, InterruptedException {
    List<Map<String, JsonNode>> rows =
        InfluxContent.query(
            cluster.influx().orElseThrow().url().toString(),
            INFLUX_DATABASE,
            "SELECT COUNT(\"state\") FROM sensor_measurement WHERE sensor_id =~ /^"
                + firstSensor / ReadingSender.SENSORS
                + "\\d\\d$/");
    return rows.isEmpty() ? 0 : Objects.requireNonNull(rows.get(0).get("count"), "count").asLong();
  }

  @Override
  public void close() {
    supervised.close();
    influx.close();
    cluster.close();
  }

  private static Path log(Path folder) {
    return folder.resolve("pfss.log");
  }
}
