package io.pfss.pipeline.metrics;

import java.util.Arrays;

/**
 * Buckets of latencies in whole ms, two to a power of two: 0, 1, 2, 3, 4, 6, 8, 12 … ms, the last
 * from 70 minutes on. A bucket is at most half as wide as its lower bound.
 */
public final class LatencyBuckets {
  /** How many there are. */
  public static final int COUNT = 45;

  private static final String PREFIX = "latency.";
  private static final String[] COUNTERS = new String[COUNT];

  static {
    Arrays.setAll(COUNTERS, index -> PREFIX + lowerMillis(index));
  }

  private LatencyBuckets() {}

  /** The bucket of a latency; a negative one, as of a clock that is ahead, is 0. */
  public static int indexOf(long millis) {
    if (millis < 2) {
      return millis < 1 ? 0 : 1;
    }

    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(millis);
    int half = (int) (millis >>> (octave - 1)) & 1;
    return Math.min(2 * octave + half, COUNT - 1);
  }

  /**
   * The least latency of a bucket, in ms, and so the bound of the bucket before.
   *
   * @param index up to {@link #COUNT}
   */
  public static long lowerMillis(int index) {
    return index < 2 ? index : (2L + (index & 1)) << (index / 2 - 1);
  }

  /** The counter of a bucket. */
  public static String counter(int index) {
    return COUNTERS[index];
  }

  /** The counter of the sum of all latencies, in ms. */
  public static String sumCounter() {
    return PREFIX + "sumMillis";
  }

  /** Whether a counter is one of these. */
  public static boolean isCounter(String name) {
    return name.startsWith(PREFIX);
  }

  /**
   * Counts readings that have all arrived now.
   *
   * @param eventMillis their times, in ms since the epoch
   * @param nowMillis in ms since the epoch
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
