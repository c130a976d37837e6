// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation;

import io.pfss.models.soh.SohState;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a model is right as often as it says.
 *
 * @param bins of equal width by the probability of the predicted state; empty ones are left out
 * @param expectedError the mean distance of what it says from how often it is right, by the size of
 *     the bins (Guo et al., "On calibration of modern neural networks", 2017)
 * @param brier the mean squared distance of all probabilities from the truth, 0…2 (Brier,
 *     "Verification of forecasts expressed in terms of probability", 1950)
 */
public record Calibration(List<Bin> bins, double expectedError, double brier) {
  private static final int BINS = 10;

  /**
   * Readings of which a model was about as sure.
   *
   * @param said the mean probability of the predicted state
   * @param right the share that was predicted rightly
   * @param count how many
   */
  public record Bin(double said, double right, long count) {}

  /** The calibration of what was said. */
  public static Calibration of(Outcomes outcomes) {
    double[] said = new double[BINS];
    long[] right = new long[BINS];
    long[] counts = new long[BINS];
    double squares = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      SohState predicted = outcomes.predicted(i);
      double probability = outcomes.probability(i, predicted);
      int bin = Math.min(BINS - 1, (int) (probability * BINS));
      said[bin] += probability;
      right[bin] += predicted == outcomes.truth(i) ? 1 : 0;
      counts[bin]++;
      for (SohState state : SohState.ALL) {
        double truth = outcomes.truth(i) == state ? 1 : 0;
        double distance = outcomes.probability(i, state) - truth;
        squares += distance * distance;
      }
    }

    List<Bin> bins = new ArrayList<>();
    double error = 0;
    for (int i = 0; i < BINS; i++) {
      if (counts[i] > 0) {
        Bin bin = new Bin(said[i] / counts[i], (double) right[i] / counts[i], counts[i]);
        bins.add(bin);
        error += Math.abs(bin.said - bin.right) * bin.count / outcomes.size();
      }
    }

    return new Calibration(bins, error, outcomes.size() == 0 ? 0 : squares / outcomes.size());
  }
}
