package io.pfss.pipeline.kafka;

import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.joda.time.Duration;

/**
 * Reads the raw records of topic {@code heat}, keys or not, with their partitions and offsets.
 *
 * <p>Positions are not committed to Kafka: KafkaIO would do so before the sinks have the records,
 * and a restart would lose them.
 *
 * <pre>{@code
 * pipeline.apply(ReadHeat.from(KafkaCluster.at("localhost:9092")).withStart(StartFrom.LATEST));
 * }</pre>
 */
public final class ReadHeat extends PTransform<PBegin, PCollection<KafkaRecord<byte[], byte[]>>> {
  private static final String DEFAULT_TOPIC = "heat";
  private static final Duration DEFAULT_ALLOWANCE = Duration.standardSeconds(2);

  private final KafkaCluster cluster;
  private final String topic;
  private final StartFrom start;
  private final Duration allowance;

  private ReadHeat(KafkaCluster cluster, String topic, StartFrom start, Duration allowance) {
    this.cluster = Objects.requireNonNull(cluster, "cluster");
    this.topic = Objects.requireNonNull(topic, "topic");
    this.start = Objects.requireNonNull(start, "start");
    if (allowance.isShorterThan(Duration.ZERO)) {
      throw new IllegalArgumentException("The allowance is negative: " + allowance);
    }

    this.allowance = allowance;
  }

  /** Reads topic {@code heat} of a cluster from its oldest record. */
  public static ReadHeat from(KafkaCluster cluster) {
    return new ReadHeat(cluster, DEFAULT_TOPIC, StartFrom.EARLIEST, DEFAULT_ALLOWANCE);
  }

  /** Reads another topic. */
  public ReadHeat withTopic(String name) {
    return new ReadHeat(cluster, name, start, allowance);
  }

  /** Starts elsewhere. */
  public ReadHeat withStart(StartFrom from) {
    return new ReadHeat(cluster, topic, from, allowance);
  }

  /**
   * How long a reading may take from its sensor to Kafka and still be on time; the watermark stays
   * this far behind.
   */
  public ReadHeat withAllowance(Duration delay) {
    return new ReadHeat(cluster, topic, start, delay);
  }

  @Override
  public PCollection<KafkaRecord<byte[], byte[]>> expand(PBegin begin) {
    KafkaCluster source = cluster;
    Duration delay = allowance;
    return begin.apply(
        KafkaIO.<byte[], byte[]>read()
            .withBootstrapServers(source.bootstrapServers())
            .withTopic(topic)
            .withKeyDeserializer(ByteArrayDeserializer.class)
            .withValueDeserializer(ByteArrayDeserializer.class)
            .withConsumerConfigUpdates(
                Map.of(
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    start.offsetReset(),
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false))
            .withConsumerFactoryFn(config -> new KafkaConsumer<>(source.clientConfig(config)))
            .withTimestampPolicyFactory(
                (partition, previous) -> new ArrivalTimePolicy<>(delay, previous)));
  }
}
