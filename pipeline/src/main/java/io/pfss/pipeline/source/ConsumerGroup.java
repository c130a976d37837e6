// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer group that reads a topic. Every sink has the records before its committed offsets.
 *
 * @param cluster the cluster of the topic
 * @param topic the topic name
 * @param name the group's id
 * @param job the number of the job that reads with the group, see {@link #nextJob}; 0 if unknown
 * @param isCheckpointed whether offsets are committed when the runner finalizes a checkpoint;
 *     otherwise the step {@link CommitOffsets} commits them
 */
record ConsumerGroup(
    KafkaCluster cluster, String topic, String name, long job, boolean isCheckpointed)
    implements Serializable {
  /** The default group of the main job. */
  static final String DEFAULT_NAME = "pfss";

  /** Random low bits of a job number: two jobs that start at once get different numbers. */
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

  /** Returns group {@code pfss} of topic {@code heat}. */
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
   * Returns the number of a job that starts now. It is higher than those of all earlier jobs of the
   * group, and does not depend on clocks.
   *
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka does not answer within 30 s
   *     or refuses the request
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
