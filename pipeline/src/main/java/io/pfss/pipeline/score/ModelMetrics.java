package io.pfss.pipeline.score;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * What a process counts of its models, which goes into the pipeline's metrics every 10 s only:
 * there are more than a hundred counters, and runners carry those that move with each bundle. What
 * was counted last may be missing at the end. Thread-safe.
 */
final class ModelMetrics {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final ConcurrentMap<String, LongAdder> COUNTS = new ConcurrentHashMap<>();
  private static final AtomicLong NEXT_NANOS = new AtomicLong(System.nanoTime());

  private ModelMetrics() {}

  static void add(String name, long count) {
    if (count > 0) {
      COUNTS.computeIfAbsent(name, any -> new LongAdder()).add(count);
    }
  }

  /** Hands on what was counted, if it is time; in a step of the pipeline. */
  static void report() {
    long next = NEXT_NANOS.get();
    long now = System.nanoTime();
    if (now - next < 0 || !NEXT_NANOS.compareAndSet(next, now + PERIOD_NANOS)) {
      return;
    }

    for (Map.Entry<String, LongAdder> count : COUNTS.entrySet()) {
      long more = count.getValue().sumThenReset();
      if (more > 0) {
        Metrics.counter(ScoreReadings.class, count.getKey()).inc(more);
      }
    }
  }
}
