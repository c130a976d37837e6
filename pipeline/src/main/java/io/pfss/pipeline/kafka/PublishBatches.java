package io.pfss.pipeline.kafka;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.joda.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes records that are made of batches, at least once, and hands the batches on when all
 * in-sync replicas have the records of their bundle. A record that is too large for the topic is
 * published in a smaller form, where there is one.
 *
 * <p>Not by KafkaIO, which on SparkRunner starts a producer for each bundle and keeps every record
 * for a second output that we have no use for.
 */
public final class PublishBatches<T> extends DoFn<T, T> {
  private static final Logger LOG = LoggerFactory.getLogger(PublishBatches.class);

  private final KafkaCluster cluster;
  private final Records<T> records;
  private final Counter published;

  private transient Producer<byte[], byte[]> producer;
  private transient Queue<Refused> refused;
  private transient long sent;
  private transient List<Runnable> actions;
  private transient List<Rest<T>> rests;

  /**
   * Publishes to a cluster.
   *
   * @param name of the counter of records
   * @param records makes a batch's records, and tells what is left of the batch
   */
  public PublishBatches(KafkaCluster cluster, String name, Records<T> records) {
    this.cluster = Objects.requireNonNull(cluster, "cluster");
    this.records = Objects.requireNonNull(records, "records");
    this.published = Metrics.counter(PublishBatches.class, name);
  }

  /** Starts a bundle. */
  @StartBundle
  public void startBundle() {
    producer = Producers.of(cluster);
    refused = new ConcurrentLinkedQueue<>();
    sent = 0;
    actions = new ArrayList<>();
    rests = new ArrayList<>();
  }

  /** Sends the records of a batch. */
  @ProcessElement
  public void process(@Element T batch, @Timestamp Instant timestamp, BoundedWindow window)
      throws IOException {
    List<ProducerRecord<byte[], byte[]>> made = records.of(batch);
    for (ProducerRecord<byte[], byte[]> record : made) {
      send(record);
    }

    if (!made.isEmpty()) {
      sent += made.size();
      actions.add(records.whenPublished(batch));
    }

    rests.add(new Rest<>(records.rest(batch), timestamp, window));
  }

  /**
   * Waits until all records are acknowledged, and only then hands on what is left of the batches:
   * the bundles of later steps may end before this one.
   *
   * @throws IOException if Kafka does not take one; the message names it and the reason
   */
  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws IOException {
    if (sent > 0) {
      awaitAll();
    }

    published.inc(sent);
    actions.forEach(Runnable::run);
    rests.forEach(rest -> context.output(rest.value(), rest.timestamp(), rest.window()));
    actions = null;
    rests = null;
  }

  private void awaitAll() throws IOException {
    producer.flush();
    for (Refused next = refused.poll(); next != null; next = refused.poll()) {
      Optional<ProducerRecord<byte[], byte[]>> smaller = smaller(next);
      if (smaller.isEmpty()) {
        throw failure(next.record(), next.problem());
      }

      LOG.warn(
          "A record is too large, a smaller form is sent: {} bytes={} reason={}",
          name(next.record()),
          next.record().value().length,
          next.problem().getMessage());
      // One at a time: together they could be too large a batch.
      send(smaller.get());
      producer.flush();
    }
  }

  private void send(ProducerRecord<byte[], byte[]> record) throws IOException {
    Queue<Refused> problems = refused;
    try {
      producer.send(
          record,
          (metadata, problem) -> {
            if (problem != null) {
              problems.add(new Refused(record, problem));
            }
          });
    } catch (KafkaException | IllegalStateException e) {
      throw failure(record, e);
    }
  }

  private Optional<ProducerRecord<byte[], byte[]>> smaller(Refused refusal) {
    boolean isTooLarge =
        refusal.problem() instanceof RecordTooLargeException
            || refusal.problem() instanceof RecordBatchTooLargeException;
    return isTooLarge ? records.smaller(refusal.record()) : Optional.empty();
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

  /** Makes records of a batch. */
  public interface Records<T> extends Serializable {
    /** What to publish of a batch. */
    List<ProducerRecord<byte[], byte[]>> of(T batch);

    /**
     * A smaller form of a record that is too large for its topic; empty if there is none, which
     * fails the bundle.
     */
    default Optional<ProducerRecord<byte[], byte[]>> smaller(
        ProducerRecord<byte[], byte[]> record) {
      return Optional.empty();
    }

    /** What the following steps get of it. */
    T rest(T batch);

    /**
     * What to do in this step once Kafka has all records of a batch. It is kept until then, and so
     * must not hold the batch.
     */
    default Runnable whenPublished(T batch) {
      return () -> {};
    }
  }

  private record Rest<T>(T value, Instant timestamp, BoundedWindow window) {}

  private record Refused(ProducerRecord<byte[], byte[]> record, Exception problem) {}
}
