package io.pfss.runners.benchmarks;

import com.fasterxml.jackson.core.JsonParser;
import io.pfss.models.reading.HeatJson;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The scores of a contestant as they come. */
final class ScoreTail implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;

  ScoreTail(Bench bench) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bench.bootstrapServers(),
                "auto.offset.reset",
                "earliest",
                "max.poll.records",
                50_000,
                "enable.auto.commit",
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(
        IntStream.range(0, Sinks.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(bench.scoreTopic(), partition))
            .toList());
  }

  /** The next scores; after 200 ms none. */
  ConsumerRecords<byte[], byte[]> poll() {
    return consumer.poll(POLL_INTERVAL);
  }

  /**
   * Waits for the next scores.
   *
   * @throws IOException if none come within two minutes, or the contestant fails
   */
  ConsumerRecords<byte[], byte[]> await(ContestantProcess process) throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    ConsumerRecords<byte[], byte[]> scores = poll();
    while (scores.isEmpty()) {
      process.check();
      if (System.nanoTime() > deadline) {
        throw new IOException("A contestant scored nothing within " + START_LIMIT);
      }

      scores = poll();
    }

    return scores;
  }

  /** From a reading's timestamp to the broker's timestamp of its record, in ms. */
  static long latencyMillis(ConsumerRecord<byte[], byte[]> score) throws IOException {
    return Math.max(0, score.timestamp() - eventTimeMillis(score.value()));
  }

  /** The timestamp of a reading in a record's JSON, in ms since the epoch. */
  static long eventTimeMillis(byte[] value) throws IOException {
    try (JsonParser json = HeatJson.FACTORY.createParser(value)) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals(HeatJson.TIMESTAMP)) {
          return Math.round(json.getDoubleValue() * 1000);
        }

        json.skipChildren();
      }
    }

    throw new IOException("A record has no timestamp");
  }

  @Override
  public void close() {
    consumer.close();
  }
}
