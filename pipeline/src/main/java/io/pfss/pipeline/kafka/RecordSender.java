// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the records of a bundle at least once. {@link #flush} returns when all in-sync replicas
 * have them. If a record is too large for its topic, its smaller form is sent, if it has one.
 *
 * <p>KafkaIO is not used: on SparkRunner it starts a producer for each bundle and caches every
 * record for a second output that we do not need. Not thread-safe; another thread may flush.
 */
public final class RecordSender {
  private static final Logger LOG = LoggerFactory.getLogger(RecordSender.class);

  private final KafkaCluster cluster;
  private final Function<ProducerRecord<byte[], byte[]>, Optional<ProducerRecord<byte[], byte[]>>>
      smaller;

  private Producer<byte[], byte[]> producer;
  private Queue<Refused> refused;
  private long sent;

  /** Creates a sender to a cluster. A record that is too large fails its bundle. */
  public RecordSender(KafkaCluster cluster) {
    this(cluster, any -> Optional.empty());
  }

  /**
   * Creates a sender to a cluster.
   *
   * @param smaller returns a smaller form of a record that is too large, or empty to fail the
   *     bundle
   */
  public RecordSender(
      KafkaCluster cluster,
      Function<ProducerRecord<byte[], byte[]>, Optional<ProducerRecord<byte[], byte[]>>> smaller) {
    this.cluster = Objects.requireNonNull(cluster, "cluster");
    this.smaller = Objects.requireNonNull(smaller, "smaller");
  }

  /** Begins a bundle. */
  public void start() {
    producer = Producers.of(cluster);
    // A new queue: callbacks of a failed bundle may still add to the old one.
    refused = new ConcurrentLinkedQueue<>();
    sent = 0;
  }

  /**
   * Sends a record.
   *
   * @throws IOException if the producer refuses the record; the message names it and the reason
   */
  public void send(ProducerRecord<byte[], byte[]> record) throws IOException {
    Queue<Refused> problems = refused;
    try {
      Future<RecordMetadata> unused =
          producer.send(
              record,
              (metadata, problem) -> {
                if (problem != null) {
                  problems.add(new Refused(record, problem));
                }
              });
      sent++;
    } catch (KafkaException | IllegalStateException e) {
      throw failure(record, e);
    }
  }

  /**
   * Waits until all records of the bundle are acknowledged.
   *
   * @return the number of records since the last flush
   * @throws IOException if Kafka refuses a record; the message names it and the reason
   */
  public long flush() throws IOException {
    long flushed = sent;
    if (flushed > 0) {
      producer.flush();
      for (Refused next = refused.poll(); next != null; next = refused.poll()) {
        sendSmaller(next);
      }
    }

    sent = 0;
    return flushed;
  }

  private void sendSmaller(Refused refusal) throws IOException {
    boolean isTooLarge =
        refusal.problem() instanceof RecordTooLargeException
            || refusal.problem() instanceof RecordBatchTooLargeException;
    Optional<ProducerRecord<byte[], byte[]>> form =
        isTooLarge ? smaller.apply(refusal.record()) : Optional.empty();
    if (form.isEmpty()) {
      throw failure(refusal.record(), refusal.problem());
    }

    LOG.warn(
        "Record too large; sending its smaller form {} bytes={} reason={}",
        name(refusal.record()),
        refusal.record().value().length,
        refusal.problem().getMessage());
    // One at a time: together they could exceed the maximum batch size.
    send(form.get());
    producer.flush();
  }

  private IOException failure(ProducerRecord<byte[], byte[]> record, Exception problem) {
    Exception reason = Producers.failure(cluster, producer, problem);
    return new IOException(
        "Kafka at "
            + cluster.bootstrapServers()
            + " refused a record: "
            + name(record)
            + ": "
            + reason.getMessage(),
        reason);
  }

  private static String name(ProducerRecord<byte[], byte[]> record) {
    return "topic="
        + record.topic()
        + SourceHeaders.origin(record.headers()).map(origin -> " source=" + origin).orElse("");
  }

  private record Refused(ProducerRecord<byte[], byte[]> record, Exception problem) {}
}
