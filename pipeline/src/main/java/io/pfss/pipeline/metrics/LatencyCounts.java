package io.pfss.pipeline.metrics;

/** Counts how long readings took, for {@link LatencyHistogram}. Thread-safe. */
public final class LatencyCounts {
  private static final String[] NAMES = new String[LatencyBuckets.COUNT];

  static {
    for (int index = 0; index < NAMES.length; index++) {
      NAMES[index] = LatencyBuckets.counter(index);
    }
  }

  private final ThrottledCounters counters;

  /** Counts into these. */
  public LatencyCounts(ThrottledCounters counters) {
    this.counters = counters;
  }

  /**
   * Counts readings that have all arrived now.
   *
   * @param eventMillis their times, in ms since the epoch
   * @param nowMillis in ms since the epoch
   */
  public void add(long[] eventMillis, long nowMillis) {
    long[] counts = new long[LatencyBuckets.COUNT];
    long sum = 0;
    for (long event : eventMillis) {
      long latency = Math.max(0, nowMillis - event);
      counts[LatencyBuckets.indexOf(latency)]++;
      sum += latency;
    }

    for (int index = 0; index < counts.length; index++) {
      counters.add(NAMES[index], counts[index]);
    }

    counters.add(LatencyBuckets.sumCounter(), sum);
  }
}
