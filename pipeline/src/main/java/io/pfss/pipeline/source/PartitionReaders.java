package io.pfss.pipeline.source;

import java.time.Duration;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.Cache;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.CacheBuilder;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.RemovalCause;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.RemovalNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's readers between the ranges that they read: each keeps its connection, and what it has
 * fetched ahead.
 */
final class PartitionReaders {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionReaders.class);

  private static final Cache<Key, PartitionReader> IDLE =
      CacheBuilder.newBuilder()
          .concurrencyLevel(1)
          .expireAfterWrite(Duration.ofMinutes(10))
          .removalListener(PartitionReaders::closeUnlessTaken)
          .build();

  private PartitionReaders() {}

  /** A reader that nobody else has; it is to be given back, or closed if it failed. */
  static PartitionReader take(ConsumerGroup group, int partition) {
    PartitionReader idle = IDLE.asMap().remove(new Key(group, partition));
    if (idle != null) {
      return idle;
    }

    LOG.info("New consumer of partition {} of {}", partition, group.topic());
    return new PartitionReader(group, partition);
  }

  /** Gives a reader back, and closes those that nobody took for long. */
  static void giveBack(ConsumerGroup group, int partition, PartitionReader reader) {
    IDLE.put(new Key(group, partition), reader);
  }

  private static void closeUnlessTaken(RemovalNotification<Key, PartitionReader> removed) {
    if (removed.getCause() != RemovalCause.EXPLICIT) {
      removed.getValue().close();
    }
  }

  private record Key(ConsumerGroup group, int partition) {}
}
