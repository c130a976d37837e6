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
 * Counters of a process that go into the pipeline's metrics now and then only: for those of which
 * there are many, as runners carry all that move with each bundle. What was counted last may be
 * missing at the end. Thread-safe.
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
   * Makes counters.
   *
   * @param namespace of the metrics
   * @param period the shortest time between two reports
   */
  public static ThrottledCounters of(Class<?> namespace, Duration period) {
    return new ThrottledCounters(namespace, period);
  }

  /** Counts; cheap, and at any place. */
  public void add(String name, long count) {
    if (count > 0) {
      counts.computeIfAbsent(name, any -> new LongAdder()).add(count);
    }
  }

  /** Hands on what was counted, if it is time; in a step of the pipeline. */
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
