// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import java.util.Arrays;
import java.util.List;

/** Measures how far a distribution has changed. */
public final class Drift {
  /**
   * Lowest index of a major shift: the model may no longer fit. A minor shift begins at 0.1.
   * Source: Siddiqi, "Credit Risk Scorecards", 2006, chapter 8.
   */
  public static final double MAJOR = 0.25;

  /** Share of an empty bin, because 0 has no logarithm. */
  private static final double MIN_SHARE = 1e-4;

  private Drift() {}

  /**
   * Returns the population stability index: Σ (a − e) ln (a / e) over the bins; 0 without a change.
   *
   * @param expected the share of each bin
   * @param counts the number of values in each bin
   * @return 0 or more; 0 without values
   */
  public static double psi(List<Double> expected, long[] counts) {
    if (expected.size() != counts.length) {
      throw new IllegalArgumentException(
          "Expected " + expected.size() + " bins, not " + counts.length);
    }

    long all = Arrays.stream(counts).sum();
    double sum = 0;
    for (int i = 0; i < counts.length && all > 0; i++) {
      double e = Math.max(MIN_SHARE, expected.get(i));
      double a = Math.max(MIN_SHARE, (double) counts[i] / all);
      sum += (a - e) * Math.log(a / e);
    }

    return sum;
  }
}
