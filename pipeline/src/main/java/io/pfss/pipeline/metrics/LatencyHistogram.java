// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.metrics;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;

/** A histogram of latencies over {@link LatencyBuckets}. Immutable. */
public final class LatencyHistogram {
  private final long[] counts;
  private final long sumMillis;

  private LatencyHistogram(long[] counts, long sumMillis) {
    this.counts = counts;
    this.sumMillis = sumMillis;
  }

  /** Returns a histogram without latencies. */
  public static LatencyHistogram empty() {
    return new LatencyHistogram(new long[LatencyBuckets.COUNT], 0);
  }

  /** Returns the histogram of counter values by name; other counters are ignored. */
  public static LatencyHistogram of(Map<String, Long> counters) {
    long[] counts = new long[LatencyBuckets.COUNT];
    for (int index = 0; index < counts.length; index++) {
      counts[index] = counters.getOrDefault(LatencyBuckets.counter(index), 0L);
    }

    return new LatencyHistogram(counts, counters.getOrDefault(LatencyBuckets.sumCounter(), 0L));
  }

  /** Returns the latencies that were added since an earlier histogram. */
  public LatencyHistogram since(LatencyHistogram earlier) {
    long[] more = new long[counts.length];
    Arrays.setAll(more, index -> Math.max(0, counts[index] - earlier.counts[index]));
    return new LatencyHistogram(more, Math.max(0, sumMillis - earlier.sumMillis));
  }

  /** Returns the number of latencies. */
  public long count() {
    return Arrays.stream(counts).sum();
  }

  /** Returns the number of latencies in a bucket. */
  public long count(int index) {
    return counts[index];
  }

  /** Returns the sum of all latencies, in ms. */
  public long sumMillis() {
    return sumMillis;
  }

  /**
   * Returns a quantile in ms, interpolated within its bucket, so its error is less than half the
   * true value. In the last bucket, which has no upper bound, it is the lower bound.
   *
   * @param share between 0 and 1, for example 0.99
   * @return empty if there are no latencies
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
