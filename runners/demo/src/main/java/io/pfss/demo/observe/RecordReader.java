package io.pfss.demo.observe;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the partitions that it is given into a tally, on its own thread, without a consumer group:
 * it leaves no trace in the cluster that it watches.
 */
final class RecordReader implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final RecordTally tally;

  /** Up to where each partition was counted; where to begin, if that was not yet. */
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  private volatile boolean closing;
  private volatile String problem;

  /**
   * @param consumer used and closed by {@link #run} alone
   * @param tally that is given the records
   */
  RecordReader(Consumer<byte[], byte[]> consumer, RecordTally tally) {
    this.consumer = consumer;
    this.tally = tally;
  }

  /** Reads a partition from an offset on. */
  void add(TopicPartition partition, long start) {
    synchronized (positions) {
      positions.put(partition, start);
    }
  }

  /** Why nothing more is read, if so. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Ends {@link #run} soon. */
  void stop() {
    closing = true;
  }

  /**
   * Waits until everything before these offsets was counted.
   *
   * @return how many records are left; 0 unless the time ran out or reading failed
   */
  long awaitRead(Map<TopicPartition, Long> ends, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (positions) {
      while (unread(ends) > 0 && problem == null && System.nanoTime() < deadline) {
        positions.wait(POLL_INTERVAL.toMillis());
      }

      return unread(ends);
    }
  }

  @Override
  public void run() {
    try (consumer) {
      while (!closing) {
        assignNew();
        if (consumer.assignment().isEmpty()) {
          synchronized (positions) {
            positions.wait(POLL_INTERVAL.toMillis());
          }
        } else {
          read();
        }
      }
    } catch (KafkaException e) {
      problem = "the output topics can no longer be read: " + e.getMessage();
      LOG.error("The output topics can no longer be read", e);
    } catch (InterruptedException e) {
      // The observer closes.
      Thread.currentThread().interrupt();
    }
  }

  private void assignNew() {
    synchronized (positions) {
      Set<TopicPartition> added = new HashSet<>(positions.keySet());
      added.removeAll(consumer.assignment());
      if (!added.isEmpty()) {
        consumer.assign(positions.keySet());
        added.forEach(partition -> consumer.seek(partition, positions.get(partition)));
      }
    }
  }

  private void read() {
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_INTERVAL);
      if (!records.isEmpty()) {
        tally.add(records);
      }

      synchronized (positions) {
        // Asked of the consumer: its positions also pass what is no record, such as commits.
        consumer
            .assignment()
            .forEach(partition -> positions.put(partition, consumer.position(partition)));
        positions.notifyAll();
      }
    } catch (RetriableException e) {
      // Nothing was skipped: the next poll goes on from the same positions.
      LOG.warn("The output topics cannot be read for the moment: {}", e.getMessage());
    }
  }

  private long unread(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - positions.getOrDefault(end.getKey(), 0L)))
        .sum();
  }
}
