// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Finds the offsets of a topic that have a record. Other offsets belong to transaction markers or
 * to aborted or compacted records, so a difference of offsets is not a count of records.
 *
 * <p>It joins no consumer group, and fetches little more than the given offsets. Not thread-safe.
 */
public final class RecordFinder implements AutoCloseable {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
  private static final int POLL_RECORDS = 500;

  /** Small fetches: often only one offset of a fetch is needed. */
  private static final Map<String, Object> CONFIG =
      Map.of(
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          POLL_RECORDS,
          ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
          256 << 10,
          // A prefetch that waits at the end of a partition delays the fetch of the next partition.
          ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
          20);

  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * @param kafkaProperties the properties of any Kafka client; the finder's own settings replace
   *     those with the same name
   */
  public RecordFinder(Map<String, Object> kafkaProperties) {
    Map<String, Object> properties = new HashMap<>(kafkaProperties);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    this.consumer = KafkaCluster.newConsumer(properties, CONFIG);
  }

  /** Returns the offsets in {@code [from, until)}; empty if {@code until} is not greater. */
  public static Roaring64Bitmap range(long from, long until) {
    Roaring64Bitmap range = new Roaring64Bitmap();
    if (from < until) {
      range.addRange(from, until);
    }

    return range;
  }

  /**
   * Searches offsets of a partition, in order.
   *
   * @param offsets the offsets to search, below the last stable offset
   * @param maxRecords the search stops soon after it has found this many records
   * @param timeout the maximum duration of the search, and of a request to Kafka
   * @return the result, without the offsets that the search did not reach
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer or refuses the request
   */
  public Found find(
      TopicPartition partition, Roaring64Bitmap offsets, long maxRecords, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    Found found = new Found(new Roaring64Bitmap(), new Roaring64Bitmap(), new Roaring64Bitmap());
    PeekableLongIterator left = offsets.getLongIterator();
    consumer.assign(Set.of(partition));
    passBefore(beginning(partition, timeout), left, found.deleted);
    boolean isPositioned = false;
    while (left.hasNext()
        && found.records.getLongCardinality() < maxRecords
        && System.nanoTime() < deadline) {
      long next = left.peekNext();
      if (!isPositioned || next > consumer.position(partition) + POLL_RECORDS) {
        consumer.seek(partition, next);
        isPositioned = true;
      }

      try {
        read(partition, left, found);
      } catch (OffsetOutOfRangeException e) {
        passBefore(beginning(partition, timeout), left, found.deleted);
        isPositioned = false;
        if (left.hasNext() && left.peekNext() == next) {
          // Beyond the end: the topic was recreated meanwhile.
          return found;
        }
      }
    }

    return found;
  }

  private void read(TopicPartition partition, PeekableLongIterator left, Found found) {
    List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL_INTERVAL).records(partition);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      passBefore(record.offset(), left, found.empty);
      passBefore(record.offset() + 1, left, found.records);
    }

    // The consumer's position also passes offsets without a record.
    passBefore(consumer.position(partition), left, found.empty);
  }

  private long beginning(TopicPartition partition, Duration timeout) {
    return Objects.requireNonNull(
        consumer.beginningOffsets(Set.of(partition), timeout).get(partition), "beginning");
  }

  private static void passBefore(long offset, PeekableLongIterator left, Roaring64Bitmap passed) {
    while (left.hasNext() && left.peekNext() < offset) {
      passed.addLong(left.next());
    }
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }

  /**
   * The result of a search.
   *
   * @param records the offsets that have a record
   * @param empty the offsets that have none and never will
   * @param deleted the offsets before the beginning of the partition, whose records Kafka has
   *     deleted
   */
  public record Found(Roaring64Bitmap records, Roaring64Bitmap empty, Roaring64Bitmap deleted) {}
}
