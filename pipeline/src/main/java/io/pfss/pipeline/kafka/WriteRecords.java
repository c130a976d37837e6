package io.pfss.pipeline.kafka;

import java.util.Map;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.ProducerRecordCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records to Kafka at least once: a bundle ends when all in-sync replicas have its records.
 * Each record names its own topic.
 */
public final class WriteRecords
    extends PTransform<PCollection<ProducerRecord<byte[], byte[]>>, PDone> {
  /** The coder of the records that this transform takes; keys may be null. */
  public static final Coder<ProducerRecord<byte[], byte[]>> CODER =
      ProducerRecordCoder.of(NullableCoder.of(ByteArrayCoder.of()), ByteArrayCoder.of());

  private static final Map<String, Object> PRODUCER_CONFIG =
      Map.of(
          ProducerConfig.ACKS_CONFIG,
          "all",
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          true,
          ProducerConfig.COMPRESSION_TYPE_CONFIG,
          "lz4",
          // A bundle's end flushes: waiting longer than this only adds latency.
          ProducerConfig.LINGER_MS_CONFIG,
          5,
          ProducerConfig.BATCH_SIZE_CONFIG,
          256 * 1024);

  private final KafkaCluster cluster;

  private WriteRecords(KafkaCluster cluster) {
    this.cluster = cluster;
  }

  /** Writes to a cluster. */
  public static WriteRecords to(KafkaCluster cluster) {
    return new WriteRecords(cluster);
  }

  @Override
  public PDone expand(PCollection<ProducerRecord<byte[], byte[]>> records) {
    KafkaCluster target = cluster;
    return records.apply(
        KafkaIO.<byte[], byte[]>writeRecords()
            .withBootstrapServers(target.bootstrapServers())
            .withKeySerializer(ByteArraySerializer.class)
            .withValueSerializer(ByteArraySerializer.class)
            .withProducerConfigUpdates(PRODUCER_CONFIG)
            .withProducerFactoryFn(config -> new KafkaProducer<>(target.clientConfig(config))));
  }
}
