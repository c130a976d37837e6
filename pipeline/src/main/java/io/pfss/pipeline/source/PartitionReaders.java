package io.pfss.pipeline.source;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's readers between the ranges that they read: each keeps its connection, and what it has
 * fetched ahead.
 */
final class PartitionReaders {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionReaders.class);
  private static final long IDLE_NANOS = Duration.ofMinutes(10).toNanos();

  private static final ConcurrentMap<Key, Idle> IDLE = new ConcurrentHashMap<>();

  private PartitionReaders() {}

  /** A reader that nobody else has; it is to be given back, or closed if it failed. */
  static PartitionReader take(ConsumerGroup group, int partition) {
    Idle idle = IDLE.remove(new Key(group, partition));
    if (idle != null) {
      return idle.reader();
    }

    LOG.info("New consumer of partition {} of {}", partition, group.topic());
    return new PartitionReader(group, partition);
  }

  /** Gives a reader back, and closes those that nobody took for long. */
  static void giveBack(ConsumerGroup group, int partition, PartitionReader reader) {
    long now = System.nanoTime();
    Idle other = IDLE.put(new Key(group, partition), new Idle(reader, now));
    if (other != null) {
      other.reader().close();
    }

    Iterator<Map.Entry<Key, Idle>> all = IDLE.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Key, Idle> idle = all.next();
      // Who removes it owns it.
      if (now - idle.getValue().sinceNanos() > IDLE_NANOS
          && IDLE.remove(idle.getKey(), idle.getValue())) {
        idle.getValue().reader().close();
      }
    }
  }

  private record Key(ConsumerGroup group, int partition) {}

  private record Idle(PartitionReader reader, long sinceNanos) {}
}
