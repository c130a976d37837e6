package io.pfss.pipeline.metrics;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;

/** How many latencies there were in each of {@link LatencyBuckets}. Immutable. */
public final class LatencyHistogram {
  private final long[] counts;
  private final long sumMillis;

  private LatencyHistogram(long[] counts, long sumMillis) {
    this.counts = counts;
    this.sumMillis = sumMillis;
  }

  /** Without any. */
  public static LatencyHistogram empty() {
    return new LatencyHistogram(new long[LatencyBuckets.COUNT], 0);
  }

  /** What counters say, by their names; others are passed over. */
  public static LatencyHistogram of(Map<String, Long> counters) {
    long[] counts = new long[LatencyBuckets.COUNT];
    for (int index = 0; index < counts.length; index++) {
      counts[index] = counters.getOrDefault(LatencyBuckets.counter(index), 0L);
    }

    return new LatencyHistogram(counts, counters.getOrDefault(LatencyBuckets.sumCounter(), 0L));
  }

  /** What came since an earlier one. */
  public LatencyHistogram since(LatencyHistogram earlier) {
    long[] more = new long[counts.length];
    Arrays.setAll(more, index -> Math.max(0, counts[index] - earlier.counts[index]));
    return new LatencyHistogram(more, Math.max(0, sumMillis - earlier.sumMillis));
  }

  /** How many there were. */
  public long count() {
    return Arrays.stream(counts).sum();
  }

  /** How many there were in a bucket. */
  public long count(int index) {
    return counts[index];
  }

  /** All of them together, in ms. */
  public long sumMillis() {
    return sumMillis;
  }

  /**
   * A quantile in ms, interpolated in its bucket, and so less than half the true one away from it.
   * Of the last bucket, which has no end, it is the lower bound.
   *
   * @param share between 0 and 1, as 0.99
   * @return empty if there was none
   */
  public OptionalDouble quantile(double share) {
    long all = count();
    if (all == 0) {
      return OptionalDouble.empty();
    }

    double rank = Math.max(1, Math.ceil(share * all));
    long before = 0;
    int index = 0;
    while (before + counts[index] < rank) {
      before += counts[index];
      index++;
    }

    double lower = LatencyBuckets.lowerMillis(index);
    double width =
        index == LatencyBuckets.COUNT - 1 ? 0 : LatencyBuckets.lowerMillis(index + 1) - lower;
    return OptionalDouble.of(lower + width * (rank - before - 0.5) / counts[index]);
  }
}
