// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * Counters of a process that are added to the pipeline's metrics only once per period. Use them for
 * large numbers of counters: runners transfer every counter that changed with each bundle. The last
 * counts before a stop may be missing. Thread-safe.
 */
public final class ThrottledCounters {
  private final Class<?> namespace;
  private final long periodNanos;
  private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

  private ThrottledCounters(Class<?> namespace, Duration period) {
    this.namespace = Objects.requireNonNull(namespace, "namespace");
    this.periodNanos = period.toNanos();
  }

  /**
   * Creates counters.
   *
   * @param namespace the namespace of the metrics
   * @param period the minimum time between two reports
   */
  public static ThrottledCounters of(Class<?> namespace, Duration period) {
    return new ThrottledCounters(namespace, period);
  }

  /** Adds to a counter; cheap, and allowed in any thread. */
  public void add(String name, long count) {
    if (count > 0) {
      counts.computeIfAbsent(name, any -> new LongAdder()).add(count);
    }
  }

  /** Adds the counts to the pipeline's metrics if the period is over. Must be called in a step. */
  public void report() {
    long next = nextNanos.get();
    long now = System.nanoTime();
    if (now - next < 0 || !nextNanos.compareAndSet(next, now + periodNanos)) {
      return;
    }

    for (Map.Entry<String, LongAdder> count : counts.entrySet()) {
      long more = count.getValue().sumThenReset();
      if (more > 0) {
        Metrics.counter(namespace, count.getKey()).inc(more);
      }
    }
  }
}
