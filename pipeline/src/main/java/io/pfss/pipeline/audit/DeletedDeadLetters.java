// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Finds the records whose dead letters Kafka may have deleted. */
final class DeletedDeadLetters {
  private DeletedDeadLetters() {}

  /**
   * Returns for each partition of the topic of readings the offset before which a record may have
   * had a dead letter that Kafka has deleted; empty if none was deleted. A dead letter is written
   * after its record, so the time of the oldest remaining dead letter is the limit.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer or refuses the request
   */
  static Map<Integer, Long> mayBeBefore(SourceTopic topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = topic.cluster().newConsumer(Map.of())) {
      Map<TopicPartition, Long> deletedBefore =
          new HashMap<>(consumer.beginningOffsets(partitions(consumer, topic.deadLetters())));
      deletedBefore.values().removeIf(beginning -> beginning == 0);
      if (deletedBefore.isEmpty()) {
        return Map.of();
      }

      List<TopicPartition> readings = partitions(consumer, topic.name());
      Map<TopicPartition, Long> ends = consumer.endOffsets(readings);
      long latestMillis =
          at(consumer, deletedBefore.keySet(), 0).values().stream()
              .mapToLong(oldest -> oldest == null ? Long.MAX_VALUE : oldest.timestamp())
              .max()
              .orElseThrow();
      Map<TopicPartition, OffsetAndTimestamp> since =
          latestMillis == Long.MAX_VALUE ? Map.of() : at(consumer, readings, latestMillis);
      return readings.stream()
          .collect(
              Collectors.toMap(
                  TopicPartition::partition,
                  partition ->
                      since.get(partition) == null
                          ? ends.get(partition)
                          : since.get(partition).offset()));
    }
  }

  /** Returns the first record of each partition at or after a time; null if there is none. */
  private static Map<TopicPartition, OffsetAndTimestamp> at(
      KafkaConsumer<byte[], byte[]> consumer,
      Iterable<TopicPartition> partitions,
      long timeMillis) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, timeMillis));
    return consumer.offsetsForTimes(times);
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }
}
