// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import io.pfss.pipeline.element.SourceOffset;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the new records of a topic of scores or dead letters until it is closed. */
public final class TopicTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final BiConsumer<SourceOffset, byte[]> sink;
  private final Thread thread;
  private volatile boolean stopped;

  /**
   * Starts at the present end of the topic.
   *
   * @param sink receives the source offset and the value of each record
   */
  public TopicTail(String bootstrapServers, String topic, BiConsumer<SourceOffset, byte[]> sink) {
    this.consumer = TopicContent.consumer(bootstrapServers, topic);
    this.sink = sink;
    consumer.seekToEnd(consumer.assignment());
    // Seeking is lazy: position() fetches the end offsets now.
    consumer.assignment().forEach(consumer::position);
    this.thread = new Thread(this::run, "tail-" + topic);
    thread.start();
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
        consumer
            .poll(POLL_INTERVAL)
            .forEach(record -> sink.accept(TopicContent.origin(record), record.value()));
      }
    } catch (RuntimeException e) {
      LOG.error("Failed to read the topic; no more records are audited", e);
    }
  }
}
