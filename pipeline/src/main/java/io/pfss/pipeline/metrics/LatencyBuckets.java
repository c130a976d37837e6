// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.metrics;

import java.util.Arrays;

/**
 * Latency buckets in whole ms, two per power of two: 0, 1, 2, 3, 4, 6, 8, 12 … ms; the last one
 * begins at 70 minutes. The width of a bucket is at most half its lower bound.
 */
public final class LatencyBuckets {
  /** The number of buckets. */
  public static final int COUNT = 45;

  private static final String PREFIX = "latency.";
  private static final String[] COUNTERS = new String[COUNT];

  static {
    Arrays.setAll(COUNTERS, index -> PREFIX + lowerMillis(index));
  }

  private LatencyBuckets() {}

  /**
   * Returns the bucket of a latency. A negative latency, caused by a clock that is ahead, counts as
   * 0.
   */
  public static int indexOf(long millis) {
    if (millis < 2) {
      return millis < 1 ? 0 : 1;
    }

    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(millis);
    int half = (int) (millis >>> (octave - 1)) & 1;
    return Math.min(2 * octave + half, COUNT - 1);
  }

  /**
   * Returns the lower bound of a bucket, in ms: the upper bound of the previous one.
   *
   * @param index from 0 to {@link #COUNT}
   */
  public static long lowerMillis(int index) {
    return index < 2 ? index : (2L + (index & 1)) << (index / 2 - 1);
  }

  /** Returns the counter name of a bucket. */
  public static String counter(int index) {
    return COUNTERS[index];
  }

  /** Returns the counter name of the sum of all latencies, in ms. */
  public static String sumCounter() {
    return PREFIX + "sumMillis";
  }

  /** Whether a counter name belongs to this class. */
  public static boolean isCounter(String name) {
    return name.startsWith(PREFIX);
  }

  /**
   * Counts the latencies of readings that have just arrived.
   *
   * @param eventMillis the event times, in ms since the epoch
   * @param nowMillis the current time, in ms since the epoch
   */
  public static void count(ThrottledCounters counters, long[] eventMillis, long nowMillis) {
    long[] counts = new long[COUNT];
    long sum = 0;
    for (long event : eventMillis) {
      long latency = Math.max(0, nowMillis - event);
      counts[indexOf(latency)]++;
      sum += latency;
    }

    for (int index = 0; index < COUNT; index++) {
      counters.add(counter(index), counts[index]);
    }

    counters.add(sumCounter(), sum);
  }
}
