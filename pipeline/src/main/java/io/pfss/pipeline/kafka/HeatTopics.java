// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates topics that do not exist. It does not change existing topics.
 *
 * <p>Retention is 24 h (data contract, "Retention"), and the broker sets the timestamps of records.
 * A record's timestamp is therefore its arrival time, independent of sensor and producer clocks;
 * retention, the watermark and the measured latency rely on it.
 */
public final class HeatTopics {
  /** Maximum record size of the dead-letter topics that we create, in bytes after compression. */
  public static final int LARGEST_RECORD_BYTES = 16 << 20;

  /**
   * Maximum record size of our producers, in bytes before compression: their default buffer memory.
   */
  public static final int LARGEST_UNCOMPRESSED_BYTES = 32 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(HeatTopics.class);
  private static final long RETENTION_MILLIS = TimeUnit.HOURS.toMillis(24);
  private static final int TIMEOUT_MILLIS = 30_000;

  /**
   * Time for a broker to respond to a command or a job that starts. Several brokers that do not are
   * tried within it.
   */
  private static final int START_TIMEOUT_MILLIS = 5_000;

  private static final int BROKER_TIMEOUT_MILLIS = 1_500;
  private static final int RETRY_MILLIS = 100;

  private HeatTopics() {}

  /**
   * Checks that a broker responds, so that a user learns soon that none does.
   *
   * @throws KafkaUnavailableException if no broker responds within 5 s, or it refuses the user
   */
  public static void requireResponse(KafkaCluster cluster) {
    ask(
        cluster,
        Map.of(
            CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
            START_TIMEOUT_MILLIS,
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
            BROKER_TIMEOUT_MILLIS,
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG,
            BROKER_TIMEOUT_MILLIS,
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG,
            BROKER_TIMEOUT_MILLIS),
        List.of(),
        admin -> admin.describeCluster().clusterId().get());
  }

  /**
   * Creates those of {@code topics} that do not exist.
   *
   * @param partitions of each new topic
   * @param replication of each new topic
   * @throws KafkaUnavailableException if the cluster does not answer within 30 s or refuses the
   *     request
   */
  public static void createAbsent(
      KafkaCluster cluster, List<String> topics, int partitions, short replication) {
    createAbsent(cluster, topics, partitions, replication, Map.of());
  }

  /**
   * Creates a dead-letter topic if it does not exist. It accepts records of up to 16 MiB.
   *
   * @throws KafkaUnavailableException if the cluster does not answer within 30 s or refuses the
   *     request
   */
  public static void createAbsentDeadLetters(
      KafkaCluster cluster, String topic, int partitions, short replication) {
    createAbsent(
        cluster,
        List.of(topic),
        partitions,
        replication,
        Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_RECORD_BYTES)));
  }

  /**
   * Creates an alert topic if it does not exist. It is compacted and retains every record for 24 h,
   * so a start finds the last alert of each sensor, however old it is.
   *
   * @throws KafkaUnavailableException if the cluster does not answer within 30 s or refuses the
   *     request
   */
  public static void createAbsentAlerts(
      KafkaCluster cluster, String topic, int partitions, short replication) {
    createAbsent(
        cluster,
        List.of(topic),
        partitions,
        replication,
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
            Long.toString(RETENTION_MILLIS)));
  }

  /**
   * Creates a topic of outlooks if it does not exist. It is compacted. Its segments are small, so
   * that a start, which reads all of it, finds few records for each sensor.
   *
   * @throws KafkaUnavailableException if the cluster does not answer within 30 s or refuses the
   *     request
   */
  public static void createAbsentOutlooks(
      KafkaCluster cluster, String topic, int partitions, short replication) {
    createAbsent(
        cluster,
        List.of(topic),
        partitions,
        replication,
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.SEGMENT_MS_CONFIG,
            Long.toString(TimeUnit.HOURS.toMillis(1)),
            TopicConfig.SEGMENT_BYTES_CONFIG,
            Integer.toString(64 << 20),
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
            "0.2"));
  }

  private static void createAbsent(
      KafkaCluster cluster,
      List<String> topics,
      int partitions,
      short replication,
      Map<String, String> more) {
    ask(
        cluster,
        topics,
        admin -> {
          Set<String> present =
              admin.listTopics().names().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
          List<NewTopic> absent =
              topics.stream()
                  .filter(topic -> !present.contains(topic))
                  .map(topic -> topic(topic, partitions, replication, more))
                  .toList();
          CreateTopicsResult created = admin.createTopics(absent);
          for (NewTopic topic : absent) {
            await(created, topic);
          }

          awaitLeaders(admin, absent);
          return absent;
        });
  }

  /**
   * Returns the replication factor of a topic.
   *
   * @throws KafkaUnavailableException if the cluster does not answer, or the topic does not exist
   */
  public static short replicationOf(KafkaCluster cluster, String topic) {
    return ask(
        cluster,
        List.of(topic),
        admin ->
            (short)
                Objects.requireNonNull(
                        admin
                            .describeTopics(List.of(topic))
                            .allTopicNames()
                            .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                            .get(topic),
                        topic)
                    .partitions()
                    .get(0)
                    .replicas()
                    .size());
  }

  /**
   * Sends an admin request to a cluster, with a timeout of 30 s.
   *
   * @param topics the topics of the request, for the error message
   * @throws KafkaUnavailableException if the cluster does not answer or refuses the request
   */
  public static <T> T ask(KafkaCluster cluster, List<String> topics, Question<T> question) {
    return ask(
        cluster,
        Map.of(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS),
        topics,
        question);
  }

  private static <T> T ask(
      KafkaCluster cluster,
      Map<String, Object> settings,
      List<String> topics,
      Question<T> question) {
    // Its message about the settings file is for the user.
    Map<String, Object> config = cluster.clientConfig(settings);
    try (Admin admin = Admin.create(config)) {
      return question.to(admin);
    } catch (ExecutionException e) {
      throw new KafkaUnavailableException(
          cluster, topics, Objects.requireNonNullElse(e.getCause(), e));
    } catch (TimeoutException | RuntimeException e) {
      throw new KafkaUnavailableException(cluster, topics, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaUnavailableException(cluster, topics, e);
    }
  }

  /**
   * Waits until every partition has a leader, by requesting its end offset: a producer that starts
   * before the leader can lose its first batch (Kafka issue KAFKA-15591). Retries while a broker
   * does not know the topic yet.
   */
  private static void awaitLeaders(Admin admin, List<NewTopic> topics)
      throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (NewTopic topic : topics) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }

    while (!haveLeaders(admin, ends, deadline)) {
      LOG.debug("Waiting for partition leaders partitions={}", ends.keySet());
    }
  }

  private static boolean haveLeaders(
      Admin admin, Map<TopicPartition, OffsetSpec> ends, long deadline)
      throws ExecutionException, InterruptedException {
    try {
      admin.listOffsets(ends).all().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        return false;
      }

      throw e;
    }
  }

  private static NewTopic topic(
      String name, int partitions, short replication, Map<String, String> more) {
    Map<String, String> config = new HashMap<>(more);
    config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(RETENTION_MILLIS));
    config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    return new NewTopic(name, partitions, replication).configs(config);
  }

  private static void await(CreateTopicsResult created, NewTopic topic)
      throws ExecutionException, InterruptedException {
    try {
      Objects.requireNonNull(created.values().get(topic.name()), topic.name()).get();
      LOG.info(
          "Created topic name={} partitions={} replication={} retention=24h",
          topic.name(),
          topic.numPartitions(),
          topic.replicationFactor());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }

      LOG.debug("Another process created the topic name={}", topic.name());
    }
  }

  /** An admin request to a cluster. */
  @FunctionalInterface
  public interface Question<T> {
    /** Sends the request and waits for the response. */
    T to(Admin admin) throws ExecutionException, InterruptedException, TimeoutException;
  }
}
