// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.warehouse;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** Measures the times of queries in alternating rounds, so that all run in an equally warm JVM. */
final class ScanTimes {
  private static final int WARM_UPS = 3;
  private static final int ROUNDS = 5;

  private final SparkSession spark;

  ScanTimes(SparkSession spark) {
    this.spark = spark;
  }

  /** Returns the median time of each query, in ms. */
  List<Double> millis(String... queries) {
    double[][] millis = new double[queries.length][ROUNDS];
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      for (int query = 0; query < queries.length; query++) {
        long start = System.nanoTime();
        spark.sql(queries[query]).collectAsList();
        long nanos = System.nanoTime() - start;
        if (round >= 0) {
          millis[query][round] = nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
        }
      }
    }

    return Stream.of(millis).map(ScanTimes::median).toList();
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
