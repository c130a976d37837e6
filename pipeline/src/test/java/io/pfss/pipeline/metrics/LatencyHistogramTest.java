// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {
  @Test
  void bucketsAreAdjacentAndNarrow() {
    for (int index = 0; index < LatencyBuckets.COUNT - 1; index++) {
      long lower = LatencyBuckets.lowerMillis(index);
      long upper = LatencyBuckets.lowerMillis(index + 1);
      assertThat(LatencyBuckets.indexOf(lower)).isEqualTo(index);
      assertThat(LatencyBuckets.indexOf(upper - 1)).isEqualTo(index);
      assertThat(upper - lower).isLessThanOrEqualTo(Math.max(1, lower / 2));
    }

    assertThat(LatencyBuckets.indexOf(-5)).isZero();
    assertThat(LatencyBuckets.indexOf(Long.MAX_VALUE)).isEqualTo(LatencyBuckets.COUNT - 1);
    assertThat(LatencyBuckets.lowerMillis(LatencyBuckets.COUNT - 1)).isEqualTo(1L << 22);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.5, 0.9, 0.99, 1})
  void quantileErrorIsLessThanHalf(double share) {
    Random random = new Random(7);
    for (int trial = 0; trial < 100; trial++) {
      double median = Math.exp(random.nextDouble() * Math.log(1_000_000));
      long[] latencies =
          LongStream.generate(() -> (long) (median * Math.exp(random.nextGaussian())))
              .limit(1 + random.nextInt(1000))
              .map(latency -> Math.min(latency, (1L << 22) - 1))
              .toArray();
      Arrays.sort(latencies);
      long exact = latencies[(int) Math.max(0, Math.ceil(share * latencies.length) - 1)];

      double estimated = histogram(latencies).quantile(share).orElseThrow();

      assertThat(estimated).isCloseTo((double) exact, within(Math.max(1.0, exact / 2.0)));
    }
  }

  @Test
  void interpolatesWithinBucket() {
    long[] latencies = LongStream.range(0, 1000).toArray();
    assertThat(histogram(latencies).quantile(0.5).orElseThrow()).isCloseTo(499, within(1.0));
    assertThat(histogram(latencies).quantile(0.99).orElseThrow()).isCloseTo(989, within(25.0));
  }

  @Test
  void subtractsEarlierHistogram() {
    LatencyHistogram before = histogram(100, 100, 100);
    LatencyHistogram after = histogram(100, 100, 100, 5, 7);
    assertThat(after.since(before).count()).isEqualTo(2);
    assertThat(after.since(before).sumMillis()).isEqualTo(12);
    assertThat(after.since(before).quantile(1).orElseThrow()).isBetween(6.0, 8.0);
    assertThat(after.since(after).quantile(0.5)).isEmpty();
    assertThat(LatencyHistogram.empty().quantile(0.5)).isEmpty();
  }

  @Test
  void quantileInLastBucketIsLowerBound() {
    assertThat(histogram(Long.MAX_VALUE / 2).quantile(0.5)).hasValue(1 << 22);
  }

  private static LatencyHistogram histogram(long... latencies) {
    Map<String, Long> counters = new HashMap<>();
    for (long latency : latencies) {
      counters.merge(LatencyBuckets.counter(LatencyBuckets.indexOf(latency)), 1L, Long::sum);
      counters.merge(LatencyBuckets.sumCounter(), latency, Long::sum);
    }

    return LatencyHistogram.of(counters);
  }
}
