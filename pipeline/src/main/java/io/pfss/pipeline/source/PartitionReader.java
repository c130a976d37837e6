// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads offset ranges of one partition; consecutive ranges are fastest. Not thread-safe. */
final class PartitionReader implements AutoCloseable {
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** Large fetches: a reading is less than a kilobyte. */
  private static final Map<String, Object> CONFIG =
      Map.of(
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          5000,
          ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
          4 << 20,
          ConsumerConfig.RECEIVE_BUFFER_CONFIG,
          1 << 20);

  private final TopicPartition partition;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();

  /** A fetched record beyond the last range. */
  private @Nullable ConsumerRecord<byte[], byte[]> next;

  /** The next offset to read; -1 before the first range. */
  private long position = -1;

  PartitionReader(ConsumerGroup group, int partition) {
    this.partition = group.partition(partition);
    this.consumer = group.cluster().newConsumer(CONFIG);
    consumer.assign(Set.of(this.partition));
  }

  /** Moves to an offset. If the last range ended there, nothing is fetched again. */
  void seek(long offset) {
    if (offset != position) {
      consumer.seek(partition, offset);
      polled = Collections.emptyIterator();
      next = null;
      position = offset;
    }
  }

  /**
   * Returns the next record before an offset; null if there is none.
   *
   * @throws IOException if Kafka does not return a record within 2 min
   */
  @Nullable ConsumerRecord<byte[], byte[]> nextBefore(long until) throws IOException {
    if (next == null && !polled.hasNext()) {
      poll(until);
    }

    if (next == null && polled.hasNext()) {
      next = polled.next();
    }

    if (next == null || next.offset() >= until) {
      position = until;
      return null;
    }

    ConsumerRecord<byte[], byte[]> record = next;
    next = null;
    position = record.offset() + 1;
    return record;
  }

  /** Fetches records, unless the consumer has passed all offsets before {@code until}. */
  private void poll(long until) throws IOException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    // Offsets without a record, such as transaction markers, advance only the position.
    while (consumer.position(partition) < until) {
      List<ConsumerRecord<byte[], byte[]>> records = pollOnce();
      if (!records.isEmpty()) {
        polled = records.iterator();
        return;
      }

      if (System.nanoTime() > deadline) {
        throw new IOException(
            "Kafka returned no record of "
                + partition
                + " from offset "
                + consumer.position(partition)
                + " on within "
                + TIMEOUT.toSeconds()
                + " s");
      }
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> pollOnce() {
    try {
      return consumer.poll(POLL_INTERVAL).records(partition);
    } catch (OffsetOutOfRangeException e) {
      long beginning =
          Objects.requireNonNull(
              consumer.beginningOffsets(Set.of(partition)).get(partition), "beginning");
      DeletedRecords.report(partition, position, beginning);
      consumer.seek(partition, beginning);
      return List.of();
    }
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }
}
