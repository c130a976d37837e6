package io.pfss.pipeline.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One producer a worker and cluster, which all bundles share: some runners make their DoFns anew
 * for each bundle, and a producer that starts with each would spend more time on that than on
 * records.
 *
 * <p>A bundle ends only when its records are acknowledged, so that nothing is lost with a producer
 * that is never closed.
 */
final class Producers {
  private static final Map<String, Object> CONFIG =
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
          256 * 1024,
          ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
          HeatTopics.LARGEST_RECORD_BYTES);

  private static final ConcurrentMap<KafkaCluster, Producer<byte[], byte[]>> PRODUCERS =
      new ConcurrentHashMap<>();

  private Producers() {}

  /** The worker's producer for a cluster. */
  static Producer<byte[], byte[]> of(KafkaCluster cluster) {
    return PRODUCERS.computeIfAbsent(
        cluster,
        each ->
            new KafkaProducer<>(
                each.clientConfig(CONFIG), new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /**
   * Gives up a producer that failed, as some failures are for good; the next bundle gets a new one.
   */
  static void discard(KafkaCluster cluster, Producer<byte[], byte[]> failed) {
    if (PRODUCERS.remove(cluster, failed)) {
      failed.close();
    }
  }
}
