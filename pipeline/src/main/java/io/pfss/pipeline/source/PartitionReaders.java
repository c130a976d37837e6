// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import java.time.Duration;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.Cache;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.CacheBuilder;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.RemovalCause;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.RemovalNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of a worker's partition readers. An idle reader keeps its connection and prefetched
 * records.
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

  /**
   * Returns a reader for exclusive use. The caller must give it back, or close it after a failure.
   */
  static PartitionReader take(ConsumerGroup group, int partition) {
    PartitionReader idle = IDLE.asMap().remove(new Key(group, partition));
    if (idle != null) {
      return idle;
    }

    LOG.info("New consumer partition={} topic={}", partition, group.topic());
    return new PartitionReader(group, partition);
  }

  /** Gives a reader back. Readers that are idle for 10 min are closed. */
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
