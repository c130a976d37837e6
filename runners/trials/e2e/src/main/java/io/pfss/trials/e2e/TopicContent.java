// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.kafka.HeatTopics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the committed records of a topic with a plain consumer, independently of PFSS's readers.
 */
public final class TopicContent {
  private static final JsonFactory JSON = new JsonFactory();

  private TopicContent() {}

  /** Returns all records up to the present end of the topic. */
  public static List<ConsumerRecord<byte[], byte[]>> readAll(
      String bootstrapServers, String topic) {
    try (Consumer<byte[], byte[]> consumer = consumer(bootstrapServers, topic)) {
      consumer.seekToBeginning(consumer.assignment());
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }

      return records;
    }
  }

  /**
   * Creates a consumer without a group and assigns all present partitions of the topic, or none if
   * the topic is missing. The caller must seek.
   */
  public static Consumer<byte[], byte[]> consumer(String bootstrapServers, String topic) {
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                50_000,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                HeatTopics.LARGEST_RECORD_BYTES),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList());
    return consumer;
  }

  /**
   * Returns the partition and offset of the source record of a score or dead letter, by its
   * headers.
   */
  static SourceOffset origin(ConsumerRecord<byte[], byte[]> record) {
    return new SourceOffset(
        Integer.parseInt(header(record, "source_partition")),
        Long.parseLong(header(record, "source_offset")));
  }

  /** Returns the text of a header. */
  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    if (header == null) {
      throw new IllegalArgumentException(
          "A record of " + record.topic() + " has no header " + name);
    }

    return new String(header.value(), StandardCharsets.UTF_8);
  }

  /** Returns the timestamp of a record's JSON, in ms since the epoch. */
  public static long eventTimeMillis(byte[] value) throws IOException {
    try (JsonParser json = JSON.createParser(value)) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals("timestamp")) {
          return Math.round(json.getDoubleValue() * 1000);
        }

        json.skipChildren();
      }
    }

    throw new IOException("A record has no timestamp");
  }
}
