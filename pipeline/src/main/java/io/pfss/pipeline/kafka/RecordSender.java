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
 * Sends the records of a bundle at least once: {@link #flush} returns when all in-sync replicas
 * have them. A record that is too large for its topic is sent in a smaller form, where there is
 * one.
 *
 * <p>Not by KafkaIO, which on SparkRunner starts a producer for each bundle and keeps every record
 * for a second output that we have no use for. Not thread-safe; another thread may flush.
 */
public final class RecordSender {
  private static final Logger LOG = LoggerFactory.getLogger(RecordSender.class);

  private final KafkaCluster cluster;
  private final Function<ProducerRecord<byte[], byte[]>, Optional<ProducerRecord<byte[], byte[]>>>
      smaller;

  private Producer<byte[], byte[]> producer;
  private Queue<Refused> refused;
  private long sent;

  /** Sends to a cluster; a record that is too large fails its bundle. */
  public RecordSender(KafkaCluster cluster) {
    this(cluster, any -> Optional.empty());
  }

  /**
   * Sends to a cluster.
   *
   * @param smaller makes a smaller form of a record that is too large; empty if there is none,
   *     which fails the bundle
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
    // A new one: records of a bundle that failed may still be refused.
    refused = new ConcurrentLinkedQueue<>();
    sent = 0;
  }

  /**
   * Sends a record.
   *
   * @throws IOException if the producer does not take it; the message names it and the reason
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
   * @return how many there were since the last flush
   * @throws IOException if Kafka does not take one; the message names it and the reason
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
        "A record is too large, a smaller form is sent: {} bytes={} reason={}",
        name(refusal.record()),
        refusal.record().value().length,
        refusal.problem().getMessage());
    // One at a time: together they could be too large a batch.
    send(form.get());
    producer.flush();
  }

  private IOException failure(ProducerRecord<byte[], byte[]> record, Exception problem) {
    Exception reason = Producers.failure(cluster, producer, problem);
    return new IOException(
        "Kafka at "
            + cluster.bootstrapServers()
            + " did not take a record: "
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
