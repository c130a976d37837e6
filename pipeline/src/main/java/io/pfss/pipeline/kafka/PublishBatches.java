package io.pfss.pipeline.kafka;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes records that are made of batches, at least once, and hands the batches on: a bundle
 * ends when all in-sync replicas have its records.
 *
 * <p>Not by KafkaIO, which on SparkRunner starts a producer for each bundle and keeps every record
 * for a second output that we have no use for.
 */
public final class PublishBatches<T> extends DoFn<T, T> {
  private final KafkaCluster cluster;
  private final Records<T> records;
  private final Counter published;

  private transient Producer<byte[], byte[]> producer;
  private transient AtomicReference<Exception> failure;
  private transient long sent;
  private transient List<Runnable> actions;

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
    failure = new AtomicReference<>();
    sent = 0;
    actions = new ArrayList<>();
  }

  /** Sends the records of a batch, and hands on what is left of it. */
  @ProcessElement
  public void process(@Element T batch, OutputReceiver<T> output) {
    AtomicReference<Exception> first = failure;
    List<ProducerRecord<byte[], byte[]>> made = records.of(batch);
    for (ProducerRecord<byte[], byte[]> record : made) {
      producer.send(
          record,
          (metadata, problem) -> {
            if (problem != null) {
              first.compareAndSet(null, problem);
            }
          });
    }

    if (!made.isEmpty()) {
      sent += made.size();
      actions.add(records.whenPublished(batch));
    }

    output.output(records.rest(batch));
  }

  /** Waits until all records are acknowledged. */
  @FinishBundle
  public void finishBundle() throws IOException {
    if (sent == 0) {
      return;
    }

    producer.flush();
    Exception problem = failure.get();
    if (problem != null) {
      Producers.discard(cluster, producer);
      throw new IOException(
          "Kafka at "
              + cluster.bootstrapServers()
              + " did not take a record: "
              + problem.getMessage(),
          problem);
    }

    published.inc(sent);
    actions.forEach(Runnable::run);
  }

  /** Makes records of a batch. */
  public interface Records<T> extends Serializable {
    /** What to publish of a batch. */
    List<ProducerRecord<byte[], byte[]>> of(T batch);

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
}
