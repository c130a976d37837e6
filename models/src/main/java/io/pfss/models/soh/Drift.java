package io.pfss.models.soh;

import java.util.Arrays;
import java.util.List;

/** How far a distribution has moved. */
public final class Drift {
  /**
   * From here on a shift is said to be major, and the model may no longer fit; from 0.1 on minor.
   * Source: Siddiqi, "Credit Risk Scorecards", 2006, chapter 8.
   */
  public static final double MAJOR = 0.25;

  /** An empty bin counts as this share: it has no logarithm. */
  private static final double LEAST = 1e-4;

  private Drift() {}

  /**
   * The population stability index: Σ (a − e) ln (a / e) over the bins. 0 where nothing has moved.
   *
   * @param expected the share of each bin
   * @param counts what was found in each
   * @return 0 or more; 0 if nothing was found
   */
  public static double psi(List<Double> expected, long[] counts) {
    if (expected.size() != counts.length) {
      throw new IllegalArgumentException(
          expected.size() + " bins are expected, and " + counts.length + " were counted");
    }

    long all = Arrays.stream(counts).sum();
    double sum = 0;
    for (int i = 0; i < counts.length && all > 0; i++) {
      double e = Math.max(LEAST, expected.get(i));
      double a = Math.max(LEAST, (double) counts[i] / all);
      sum += (a - e) * Math.log(a / e);
    }

    return sum;
  }
}
