package io.pfss.demo.observe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
  private final BlockingQueue<Start> arrived = new LinkedBlockingQueue<>();
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
    arrived.add(new Start(partition, start));
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
      long left = unread(ends);
      while (left > 0 && problem == null && System.nanoTime() < deadline) {
        positions.wait(POLL_INTERVAL.toMillis());
        left = unread(ends);
      }

      return left;
    }
  }

  @Override
  public void run() {
    try (consumer) {
      List<TopicPartition> assigned = new ArrayList<>();
      while (!closing) {
        assignArrived(assigned);
        if (!assigned.isEmpty()) {
          read(assigned);
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

  private void read(List<TopicPartition> assigned) {
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_INTERVAL);
      if (!records.isEmpty()) {
        tally.add(records);
      }

      notePositions(assigned);
    } catch (RetriableException e) {
      // Nothing was skipped: the next poll goes on from the same positions.
      LOG.warn("The output topics cannot be read for the moment: {}", e.getMessage());
    }
  }

  private void assignArrived(List<TopicPartition> assigned) throws InterruptedException {
    List<Start> starts = new ArrayList<>();
    if (assigned.isEmpty()) {
      Start first = arrived.poll(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        starts.add(first);
      }
    }

    arrived.drainTo(starts);
    if (starts.isEmpty()) {
      return;
    }

    starts.forEach(start -> assigned.add(start.partition));
    consumer.assign(assigned);
    synchronized (positions) {
      for (Start start : starts) {
        consumer.seek(start.partition, start.offset);
        positions.put(start.partition, start.offset);
      }
    }
  }

  /** Asks the consumer: its positions also pass what is no record, such as commits. */
  private void notePositions(List<TopicPartition> assigned) {
    synchronized (positions) {
      for (TopicPartition partition : assigned) {
        positions.put(partition, consumer.position(partition));
      }

      positions.notifyAll();
    }
  }

  private long unread(Map<TopicPartition, Long> ends) {
    long unread = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      unread += Math.max(0, end.getValue() - positions.getOrDefault(end.getKey(), 0L));
    }

    return unread;
  }

  private record Start(TopicPartition partition, long offset) {}
}
