// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads the committed records of a topic from its beginning to its current end. */
public final class TopicScan {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
  private static final Map<String, Object> CONFIG =
      Map.of(
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "earliest",
          ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
          30_000);

  private TopicScan() {}

  /**
   * Passes every record of a topic to {@code sink}; the records of a partition in order.
   *
   * @throws KafkaUnavailableException if Kafka does not answer or refuses the request, or the topic
   *     does not exist
   */
  public static void read(
      KafkaCluster cluster, String topic, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    try (KafkaConsumer<byte[], byte[]> consumer = cluster.newConsumer(CONFIG)) {
      List<TopicPartition> partitions = assignAll(consumer, topic);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_INTERVAL)) {
          TopicPartition partition = new TopicPartition(topic, record.partition());
          if (record.offset() < Objects.requireNonNull(ends.get(partition), "end")) {
            sink.accept(record);
          }
        }
      }
    } catch (KafkaException e) {
      throw new KafkaUnavailableException(cluster, List.of(topic), e);
    }
  }

  /**
   * Assigns all partitions of a topic to a consumer, and returns them.
   *
   * @throws KafkaException if Kafka does not answer, or the topic does not exist
   */
  static List<TopicPartition> assignAll(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    List<PartitionInfo> infos = consumer.partitionsFor(topic);
    if (infos == null || infos.isEmpty()) {
      throw new KafkaException("Topic " + topic + " does not exist");
    }

    List<TopicPartition> partitions =
        infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
    consumer.assign(partitions);
    return partitions;
  }
}
