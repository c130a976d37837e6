// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import io.pfss.trials.e2e.TopicContent;
import io.pfss.trials.stack.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Reads the scores of a contestant as they are published. */
final class ScoreTail implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;

  ScoreTail(Bench bench) {
    consumer = TopicContent.consumer(bench.bootstrapServers(), bench.scoreTopic());
    consumer.seekToBeginning(consumer.assignment());
  }

  /** Returns the next scores; empty after 200 ms without scores. */
  ConsumerRecords<byte[], byte[]> poll() {
    return consumer.poll(POLL_INTERVAL);
  }

  /**
   * Waits for the next scores.
   *
   * @throws IOException if there are none within 2 min, or the contestant fails
   */
  void await(ChildProcess process) throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (poll().isEmpty()) {
      process.check();
      if (System.nanoTime() > deadline) {
        throw new IOException("The contestant published no scores within " + START_LIMIT);
      }
    }
  }

  /** Returns the time from a reading's timestamp to the broker's timestamp of its score, in ms. */
  static long latencyMillis(ConsumerRecord<byte[], byte[]> score) throws IOException {
    return Math.max(0, score.timestamp() - TopicContent.eventTimeMillis(score.value()));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
