// SPDX-License-Identifier: Apache-2.0
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
 * A cluster with the main job, and access to its sinks.
 *
 * @param folder the folder of all data and logs
 * @param heat additional settings of topic {@code heat}
 * @param cluster all servers
 * @param influx the proxy of InfluxDB
 * @param submission the submission of the job, with its files
 * @param supervised the main job
 * @param warehouse the offsets in the warehouse's table
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
  private static final String DEAD_LETTER_TOPIC = "heat_dlq";

  private static final String EXECUTOR = "YarnCoarseGrainedExecutorBackend";
  private static final String INFLUX_DATABASE = "heat_pf";
  private static final int PARTITIONS = 4;
  private static final int REPLICATION = 3;

  /** Limits the disk space of three replicas to about 20 minutes at 2,000 readings/s. */
  private static final Map<String, String> RETENTION =
      Map.of(
          TopicConfig.RETENTION_BYTES_CONFIG, Integer.toString(512 << 20),
          TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(128 << 20));

  /**
   * Starts the cluster and the job.
   *
   * @param home the folder of this repository, compiled
   * @param folder the folder for all data and logs
   * @param heat additional settings of topic {@code heat}
   * @param options additional options of the job
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
      // Metadata of a deleted or created topic reaches brokers with a delay.
      Awaitility.await()
          .ignoreExceptionsMatching(e -> e.getCause() instanceof UnknownTopicOrPartitionException)
          .until(
              () -> {
                HeatTopics.createAbsent(
                    kafka, List.of(HEAT_TOPIC, SCORE_TOPIC), PARTITIONS, (short) REPLICATION);
                HeatTopics.createAbsentDeadLetters(
                    kafka, DEAD_LETTER_TOPIC, PARTITIONS, (short) REPLICATION);
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

  /** Returns the driver's log. */
  Path log() {
    return log(folder);
  }

  /** Returns the process ids of the job's running executors. */
  List<Long> executors() {
    return ProcessHandle.allProcesses()
        .filter(process -> isExecutor(Processes.read(process, "cmdline")))
        .map(ProcessHandle::pid)
        .sorted()
        .toList();
  }

  /** Whether a command line is that of an executor and not of the shell that launches it. */
  private boolean isExecutor(String commandLine) {
    List<String> command = List.of(commandLine.split("\0"));
    return command.get(0).endsWith("java")
        && command.stream().anyMatch(each -> each.endsWith(EXECUTOR))
        && commandLine.contains(folder + "/");
  }

  /** Deletes and recreates topic {@code heat}. */
  void recreateHeatTopic() throws IOException, InterruptedException {
    KafkaCluster kafka = KafkaCluster.at(cluster.kafka().bootstrapServers());
    try (Admin admin = Admin.create(kafka.clientConfig(Map.of()))) {
      admin.deleteTopics(List.of(HEAT_TOPIC)).all().get();
      Awaitility.await().until(() -> !admin.listTopics().names().get().contains(HEAT_TOPIC));
    } catch (ExecutionException e) {
      throw new IllegalStateException("Failed to delete topic " + HEAT_TOPIC, e.getCause());
    }

    createTopics(cluster, heat);
    warehouse.reset();
  }

  /** Creates a sender, not started yet, that reports its records to an audit. */
  SteadySender sensors(long firstSensor, int rate, Audit audit) {
    return new SteadySender(
        cluster.kafka().bootstrapServers(), HEAT_TOPIC, firstSensor, rate, audit);
  }

  /** Reads new scores into a sink. */
  TopicTail scores(BiConsumer<SourceOffset, byte[]> sink) {
    return new TopicTail(cluster.kafka().bootstrapServers(), SCORE_TOPIC, sink);
  }

  /** Reads new dead letters into an audit. */
  TopicTail deadLetters(Audit audit) {
    return new TopicTail(cluster.kafka().bootstrapServers(), DEAD_LETTER_TOPIC, audit::deadLetter);
  }

  /** Whether all sent records are in all sinks. */
  boolean isComplete(Audit audit, long firstSensor) throws IOException, InterruptedException {
    return audit.isComplete(warehouse.refresh(), points(firstSensor));
  }

  /** Returns the audit of the sent records. */
  ObjectNode result(Audit audit, long firstSensor) throws IOException, InterruptedException {
    return audit.result(warehouse.refresh(), points(firstSensor));
  }

  /**
   * Returns the number of InfluxDB's points of the {@link ReadingSender#SENSORS} sensors from
   * {@code firstSensor} on.
   */
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
