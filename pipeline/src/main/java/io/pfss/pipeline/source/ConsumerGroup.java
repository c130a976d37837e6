package io.pfss.pipeline.source;

import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer group that reads a topic. The records before its committed offsets are in every sink.
 *
 * @param cluster where the topic is
 * @param topic the topic's name
 * @param name the group's id
 * @param job which job reads as the group, see {@link #nextJob}; 0 if that is not known
 * @param isCheckpointed whether the runner's checkpoints say which offsets to commit; otherwise a
 *     step commits, {@link CommitOffsets}
 */
record ConsumerGroup(
    KafkaCluster cluster, String topic, String name, long job, boolean isCheckpointed)
    implements Serializable {
  /** Of the main job, unless it is given another. */
  static final String DEFAULT_NAME = "pfss";

  /** Below the number of the start, so that of two that start at once one is the later. */
  private static final int RANDOM_BITS = 31;

  ConsumerGroup {
    Objects.requireNonNull(cluster, "cluster");
    if (topic.isBlank()) {
      throw new IllegalArgumentException("The topic's name is empty");
    }

    if (name.isBlank()) {
      throw new IllegalArgumentException("The consumer group's name is empty");
    }
  }

  ConsumerGroup(KafkaCluster cluster, String topic, String name) {
    this(cluster, topic, name, 0, false);
  }

  /** Group {@code pfss} of topic {@code heat}. */
  static ConsumerGroup of(KafkaCluster cluster) {
    return new ConsumerGroup(cluster, "heat", DEFAULT_NAME);
  }

  ConsumerGroup ofTopic(String otherTopic) {
    return new ConsumerGroup(cluster, otherTopic, name, job, isCheckpointed);
  }

  ConsumerGroup named(String otherName) {
    return new ConsumerGroup(cluster, topic, otherName, job, isCheckpointed);
  }

  ConsumerGroup ofJob(long number) {
    return new ConsumerGroup(cluster, topic, name, number, isCheckpointed);
  }

  ConsumerGroup checkpointed() {
    return new ConsumerGroup(cluster, topic, name, job, true);
  }

  /**
   * The number of a job that starts now: higher than those of all jobs that have read as the group,
   * whatever the clocks say.
   *
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka does not answer within 30 s
   *     or refuses
   */
  long nextJob() {
    long last =
        HeatTopics.ask(
            cluster,
            List.of(topic),
            admin ->
                admin
                    .listConsumerGroupOffsets(name)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .entrySet()
                    .stream()
                    .filter(committed -> committed.getKey().topic().equals(topic))
                    .mapToLong(committed -> CommitMetadata.of(committed.getValue()).job())
                    .max()
                    .orElse(0));
    return (((last >>> RANDOM_BITS) + 1) << RANDOM_BITS)
        + ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
  }

  TopicPartition partition(int number) {
    return new TopicPartition(topic, number);
  }
}
