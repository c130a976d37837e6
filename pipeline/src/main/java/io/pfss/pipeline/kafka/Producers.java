// SPDX-License-Identifier: Apache-2.0
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
 * The producers of a worker, one per cluster, shared by all bundles. Some runners create a step's
 * DoFns for each bundle; creating a producer with each would take longer than sending the records.
 *
 * <p>A bundle ends only when its records are acknowledged, so a producer that is never closed loses
 * nothing.
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
          // The end of a bundle flushes; a longer linger time only adds latency.
          ProducerConfig.LINGER_MS_CONFIG,
          5,
          // Not more: if a topic's maximum is below the batch size, the client splits batches
          // endlessly (Kafka issue KAFKA-8350), and its thread dies.
          ProducerConfig.BATCH_SIZE_CONFIG,
          16 * 1024,
          // The topic limits the compressed size.
          ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
          HeatTopics.LARGEST_UNCOMPRESSED_BYTES);

  private static final ConcurrentMap<KafkaCluster, Producer<byte[], byte[]>> PRODUCERS =
      new ConcurrentHashMap<>();

  /** Why a producer was closed that some bundle may still use. */
  private static final Map<Producer<byte[], byte[]>, Exception> CLOSED =
      Collections.synchronizedMap(new WeakHashMap<>());

  private Producers() {}

  /** Returns the worker's producer for a cluster. */
  static Producer<byte[], byte[]> of(KafkaCluster cluster) {
    return PRODUCERS.computeIfAbsent(
        cluster,
        each ->
            new KafkaProducer<>(
                each.clientConfig(CONFIG), new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /**
   * Returns the cause of a failed send. A fatal failure closes the producer, and the next bundle
   * gets a new one. Bundles that still use the closed producer get the fatal failure as their
   * cause.
   */
  static Exception failure(
      KafkaCluster cluster, Producer<byte[], byte[]> producer, Exception problem) {
    Optional<Exception> fatal = fatal(problem);
    if (fatal.isPresent()) {
      CLOSED.putIfAbsent(producer, fatal.get());
      if (PRODUCERS.remove(cluster, producer)) {
        producer.close();
      }
    }

    return CLOSED.getOrDefault(producer, problem);
  }

  /**
   * Returns the first fatal cause; empty if the producer remains usable, as an idempotent producer
   * does after any other error, for example a record that is too large.
   */
  private static Optional<Exception> fatal(@Nullable Throwable problem) {
    if (!(problem instanceof Exception failure)) {
      return Optional.empty();
    }

    Optional<Exception> cause = fatal(failure.getCause());
    if (cause.isPresent()) {
      return cause;
    }

    if (isAlreadyUnusable(failure)) {
      return Optional.of(failure.getCause() instanceof Exception earlier ? earlier : failure);
    }

    return isFatal(failure) ? Optional.of(failure) : Optional.empty();
  }

  /** Whether the producer had failed or been closed before. */
  private static boolean isAlreadyUnusable(Exception failure) {
    return failure.getClass() == KafkaException.class || failure instanceof IllegalStateException;
  }

  private static boolean isFatal(Exception failure) {
    return failure instanceof AuthenticationException
        || failure instanceof ClusterAuthorizationException
        || failure instanceof InvalidProducerEpochException
        || failure instanceof OutOfOrderSequenceException
        || failure instanceof ProducerFencedException
        || failure instanceof UnsupportedVersionException;
  }
}
