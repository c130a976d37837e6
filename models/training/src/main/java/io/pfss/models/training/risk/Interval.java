// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import io.pfss.models.text.Message;
import java.util.Arrays;

/**
 * A figure with its 90 % interval, from the 5th to the 95th percentile of the resampled figures.
 *
 * @param value of all rows
 * @param low end of the interval
 * @param high end of the interval
 */
public record Interval(double value, double low, double high) {
  private static final double TAIL = 0.05;

  /**
   * The interval of resampled figures.
   *
   * @param resampled {@code NaN} where a sample has nothing to measure
   */
  static Interval of(double value, double[] resampled) {
    double[] sorted = Arrays.stream(resampled).filter(one -> !Double.isNaN(one)).sorted().toArray();
    if (sorted.length == 0) {
      return new Interval(value, Double.NaN, Double.NaN);
    }

    int last = sorted.length - 1;
    return new Interval(
        value, sorted[(int) Math.round(TAIL * last)], sorted[(int) Math.round((1 - TAIL) * last)]);
  }

  @Override
  public String toString() {
    return Message.of("%.3f [%.3f %.3f]", value, low, high);
  }
}
