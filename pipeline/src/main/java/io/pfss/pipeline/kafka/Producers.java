package io.pfss.pipeline.kafka;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

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
          // Not more: where a topic takes less than a batch, the client splits batches without end
          // (Kafka issue KAFKA-8350), and its thread dies of that.
          ProducerConfig.BATCH_SIZE_CONFIG,
          16 * 1024,
          // What Kafka takes, compressed, is the topic's to say.
          ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
          HeatTopics.LARGEST_UNCOMPRESSED_BYTES);

  private static final ConcurrentMap<KafkaCluster, Producer<byte[], byte[]>> PRODUCERS =
      new ConcurrentHashMap<>();

  /** Why those were given up that some bundle may still hold. */
  private static final Map<Producer<byte[], byte[]>, Exception> GIVEN_UP =
      Collections.synchronizedMap(new WeakHashMap<>());

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
   * Tells why a record of a producer failed. After a failure that is for good the producer is given
   * up, and the next bundle gets a new one. Bundles that hold the old one learn that failure, and
   * not only that somebody closed it.
   */
  static Exception failure(
      KafkaCluster cluster, Producer<byte[], byte[]> producer, Exception problem) {
    Optional<Exception> end = end(problem);
    if (end.isPresent()) {
      GIVEN_UP.putIfAbsent(producer, end.get());
      if (PRODUCERS.remove(cluster, producer)) {
        producer.close();
      }
    }

    return GIVEN_UP.getOrDefault(producer, problem);
  }

  /**
   * The first cause after which a producer takes no record any more; empty if it goes on, as an
   * idempotent producer does after all others, such as records that are too large.
   */
  private static Optional<Exception> end(@Nullable Throwable problem) {
    if (!(problem instanceof Exception failure)) {
      return Optional.empty();
    }

    Optional<Exception> cause = end(failure.getCause());
    if (cause.isPresent()) {
      return cause;
    }

    if (isNoticeOfEnd(failure)) {
      return Optional.of(failure.getCause() instanceof Exception earlier ? earlier : failure);
    }

    return isEnd(failure) ? Optional.of(failure) : Optional.empty();
  }

  /** Whether a producer says that it has ended before: in an error state, or closed. */
  private static boolean isNoticeOfEnd(Exception failure) {
    return failure.getClass() == KafkaException.class || failure instanceof IllegalStateException;
  }

  private static boolean isEnd(Exception failure) {
    return failure instanceof AuthenticationException
        || failure instanceof ClusterAuthorizationException
        || failure instanceof InvalidProducerEpochException
        || failure instanceof OutOfOrderSequenceException
        || failure instanceof ProducerFencedException
        || failure instanceof UnsupportedVersionException;
  }
}
