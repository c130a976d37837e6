// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.PowerFactors;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Means of a facility's readings in equal intervals of time. */
final class Means {
  /** The columns of a row, after the time in ms since the epoch. */
  static final List<String> COLUMNS =
      List.of("pf", "R_pf", "S_pf", "T_pf", "temperature", "power", "imbalance");

  private static final double WATTS_OF_KILOWATT = 1000;

  private final long intervalMillis;
  private final TreeMap<Long, Sums> sums = new TreeMap<>();

  Means(long intervalMillis) {
    this.intervalMillis = intervalMillis;
  }

  void add(HeatReading reading) {
    long start = Math.floorDiv(reading.eventTimeMillis(), intervalMillis) * intervalMillis;
    PowerFactors factors = PowerFactors.of(reading);
    sums.computeIfAbsent(start, any -> new Sums())
        .add(
            factors.average(),
            factors.r(),
            factors.s(),
            factors.t(),
            reading.value(Measure.TEMPERATURE),
            reading.value(Measure.ACTIVE_POWER_AVG) / WATTS_OF_KILOWATT,
            imbalance(reading));
  }

  /** Returns the rows, oldest first: the start of an interval, then a mean for each column. */
  List<double[]> rows() {
    return sums.entrySet().stream().map(each -> each.getValue().row(each.getKey())).toList();
  }

  /**
   * Returns the largest deviation of a phase's current from the mean of the three, in percent of
   * this mean; {@code NaN} if a current is absent or all are 0.
   */
  static double imbalance(HeatReading reading) {
    double[] currents = {
      reading.value(Measure.R_CURRENT),
      reading.value(Measure.S_CURRENT),
      reading.value(Measure.T_CURRENT)
    };
    double mean = Arrays.stream(currents).sum() / currents.length;
    double largest = Arrays.stream(currents).map(each -> Math.abs(each - mean)).max().orElse(0);
    return mean == 0 ? Double.NaN : 100 * largest / mean;
  }

  private static final class Sums {
    private final double[] sum = new double[COLUMNS.size()];
    private final int[] count = new int[COLUMNS.size()];

    void add(double... values) {
      for (int i = 0; i < values.length; i++) {
        if (!Double.isNaN(values[i])) {
          sum[i] += values[i];
          count[i]++;
        }
      }
    }

    double[] row(long startMillis) {
      double[] row = new double[sum.length + 1];
      row[0] = startMillis;
      // 0 / 0 is NaN: absent.
      IntStream.range(0, sum.length).forEach(i -> row[i + 1] = sum[i] / count[i]);
      return row;
    }
  }
}
