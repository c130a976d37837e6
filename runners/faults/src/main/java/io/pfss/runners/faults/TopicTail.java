package io.pfss.runners.faults;

import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.kafka.HeatTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows a topic of scores or dead letters from its present end, and counts by their origin. */
final class TopicTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BiConsumer<SourceOffset, byte[]> check;
  private final PositionBits origins = new PositionBits();
  private final Thread thread;
  private volatile boolean stopped;

  /**
   * Begins to follow.
   *
   * @param check is given the origin and the value of each record
   */
  TopicTail(String bootstrapServers, String topic, BiConsumer<SourceOffset, byte[]> check) {
    this.check = check;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                HeatTopics.LARGEST_RECORD_BYTES),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // Where the end is, is asked now and not when the first record is there.
    partitions.forEach(consumer::position);
    this.thread = new Thread(this::run, "tail-" + topic);
    thread.start();
  }

  /** The origins that have been seen; goes on to grow. */
  PositionBits origins() {
    return origins;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      while (!stopped) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_INTERVAL)) {
          add(record);
        }
      }
    } catch (RuntimeException e) {
      LOG.error("A topic cannot be followed any more", e);
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    SourceOffset origin =
        new SourceOffset(
            Integer.parseInt(header(record, "source_partition")),
            Long.parseLong(header(record, "source_offset")));
    check.accept(origin, record.value());
    origins.add(origin);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
