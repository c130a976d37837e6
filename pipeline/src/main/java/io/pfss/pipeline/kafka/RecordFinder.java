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
 * Finds out which offsets of a topic hold a record. Others are taken by the marker that ends a
 * transaction, by the records of an aborted one, or were emptied by compaction: so a difference of
 * offsets is no count of records.
 *
 * <p>It joins no consumer group. It fetches about what it is asked for, and passes over the rest.
 * Not thread-safe.
 */
public final class RecordFinder implements AutoCloseable {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
  private static final int POLL_RECORDS = 500;

  /** Small fetches: often only one offset of each is of interest. */
  private static final Map<String, Object> CONFIG =
      Map.of(
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          POLL_RECORDS,
          ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
          256 << 10,
          // A fetch ahead that waits at the end of a partition holds up the next partition's.
          ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
          20);

  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * @param kafkaProperties of any Kafka client; the finder's own settings replace those of the same
   *     names
   */
  public RecordFinder(Map<String, Object> kafkaProperties) {
    Map<String, Object> properties = new HashMap<>(kafkaProperties);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    this.consumer = KafkaCluster.newConsumer(properties, CONFIG);
  }

  /** The offsets in {@code [from, until)}; none if {@code until} is not greater. */
  public static Roaring64Bitmap range(long from, long until) {
    Roaring64Bitmap range = new Roaring64Bitmap();
    if (from < until) {
      range.addRange(from, until);
    }

    return range;
  }

  /**
   * Looks at offsets of a partition, in order.
   *
   * @param offsets before the end of what is committed: the last stable offset
   * @param maxRecords ends the search where as many were found, or some more
   * @param timeout the longest search; a request that Kafka does not answer fails after as long
   * @return what was found out; nothing about offsets that the search did not come to
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer or refuses
   */
  public Found find(
      TopicPartition partition, Roaring64Bitmap offsets, long maxRecords, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    Found found = new Found(new Roaring64Bitmap(), new Roaring64Bitmap(), new Roaring64Bitmap());
    PeekableLongIterator left = offsets.getLongIterator();
    consumer.assign(Set.of(partition));
    passBefore(beginning(partition, timeout), left, found.deleted);
    boolean isPlaced = false;
    while (left.hasNext()
        && found.records.getLongCardinality() < maxRecords
        && System.nanoTime() < deadline) {
      long next = left.peekNext();
      if (!isPlaced || next > consumer.position(partition) + POLL_RECORDS) {
        consumer.seek(partition, next);
        isPlaced = true;
      }

      try {
        read(partition, left, found);
      } catch (OffsetOutOfRangeException e) {
        passBefore(beginning(partition, timeout), left, found.deleted);
        isPlaced = false;
        if (left.hasNext() && left.peekNext() == next) {
          // Beyond the end: the topic was made again meanwhile.
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

    // The position also passes what is no record.
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
   * What is known about offsets.
   *
   * @param records those that hold a record
   * @param empty those that hold none, and never will
   * @param deleted those before the beginning of the partition: Kafka has deleted what they held
   */
  public record Found(Roaring64Bitmap records, Roaring64Bitmap empty, Roaring64Bitmap deleted) {}
}
