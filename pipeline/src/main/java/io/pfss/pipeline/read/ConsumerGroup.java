package io.pfss.pipeline.read;

import io.pfss.pipeline.kafka.KafkaCluster;
import java.io.Serializable;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer group that reads a topic. Its committed positions say which records are done: those
 * before them are in every sink.
 *
 * @param cluster where the topic is
 * @param topic the topic's name
 * @param name the group's id
 */
record ConsumerGroup(KafkaCluster cluster, String topic, String name) implements Serializable {
  ConsumerGroup {
    Objects.requireNonNull(cluster, "cluster");
    if (topic.isBlank()) {
      throw new IllegalArgumentException("The topic's name is empty");
    }

    if (name.isBlank()) {
      throw new IllegalArgumentException("The consumer group's name is empty");
    }
  }

  /** Group {@code pfss} of topic {@code heat}. */
  static ConsumerGroup of(KafkaCluster cluster) {
    return new ConsumerGroup(cluster, "heat", "pfss");
  }

  ConsumerGroup ofTopic(String otherTopic) {
    return new ConsumerGroup(cluster, otherTopic, name);
  }

  ConsumerGroup named(String otherName) {
    return new ConsumerGroup(cluster, topic, otherName);
  }

  TopicPartition partition(int number) {
    return new TopicPartition(topic, number);
  }
}
