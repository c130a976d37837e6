// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what was published to a topic since the last time. It joins no consumer group, and connects
 * for each reading: a consumer that stayed open would log a warning each second while Kafka is
 * away. Not thread-safe.
 */
public final class TopicFollower {
  private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);

  /** After this time the rest is read the next time. */
  private static final Duration LONGEST_READ = Duration.ofSeconds(5);

  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);
  private static final Map<String, Object> CONFIG =
      Map.of(
          ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
          (int) LONGEST_READ.toMillis(),
          ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
          (int) LONGEST_READ.toMillis());

  private final KafkaCluster cluster;
  private final String topic;
  private final Duration history;

  /** The offset of the next record of each partition. */
  private final Map<TopicPartition, Long> next = new HashMap<>();

  private boolean isUnavailable;

  /**
   * Follows a topic.
   *
   * @param history records that were published earlier before now are not read
   */
  public TopicFollower(KafkaCluster cluster, String topic, Duration history) {
    this.cluster = cluster;
    this.topic = topic;
    this.history = history;
  }

  /**
   * Reads the records up to the present end of the topic, those of a partition in order. If Kafka
   * is unavailable, logs that once and reads nothing.
   *
   * @return whether it has read all
   */
  public boolean read(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    try (KafkaConsumer<byte[], byte[]> consumer = cluster.newConsumer(CONFIG)) {
      List<TopicPartition> partitions = TopicScan.assignAll(consumer, topic);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      seek(consumer, ends);
      long deadline = System.nanoTime() + LONGEST_READ.toNanos();
      while (ends.entrySet().stream().anyMatch(end -> position(end.getKey()) < end.getValue())
          && System.nanoTime() < deadline) {
        consumer.poll(POLL_TIMEOUT).forEach(sink);
        partitions.forEach(each -> next.put(each, consumer.position(each)));
      }

      isUnavailable = false;
      return ends.entrySet().stream().allMatch(end -> position(end.getKey()) >= end.getValue());
    } catch (KafkaException e) {
      if (!isUnavailable) {
        LOG.warn("Cannot read; trying again topic={} error={}", topic, e.getMessage());
      }

      isUnavailable = true;
      return false;
    }
  }

  private long position(TopicPartition partition) {
    return next.getOrDefault(partition, 0L);
  }

  private void seek(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    long oldest = Math.max(0, System.currentTimeMillis() - history.toMillis());
    Map<TopicPartition, Long> since = new HashMap<>();
    ends.keySet().forEach(each -> since.put(each, oldest));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(since);
    ends.forEach(
        (partition, end) -> {
          OffsetAndTimestamp first = found.get(partition);
          long recent = first == null ? end : first.offset();
          // A topic that was made anew has fewer records than were read.
          boolean isNew = position(partition) > end;
          long from = isNew ? recent : Math.max(recent, position(partition));
          consumer.seek(partition, from);
          next.put(partition, from);
        });
  }
}
