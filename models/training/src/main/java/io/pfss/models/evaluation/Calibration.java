// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation;

import io.pfss.models.soh.SohState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * Whether a model is right as often as it says.
 *
 * @param bins of equal width by the probability of the most probable state; empty ones are left out
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
   * @param said the mean probability of the most probable state
   * @param right the share for which it was the true state
   * @param count how many
   */
  public record Bin(double said, double right, long count) {}

  /** Returns the calibration of the most probable states, whether or not they were predicted. */
  public static Calibration of(Outcomes outcomes) {
    double squares = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      for (SohState state : SohState.ALL) {
        double truth = outcomes.truth(i) == state ? 1 : 0;
        double distance = outcomes.probability(i, state) - truth;
        squares += distance * distance;
      }
    }

    return of(
        outcomes.size(),
        i -> outcomes.probability(i, outcomes.mostProbable(i)),
        i -> outcomes.mostProbable(i) == outcomes.truth(i),
        squares);
  }

  /**
   * The calibration of probabilities of one thing; its Brier score is 0…1.
   *
   * @param happened whether it happened
   */
  public static Calibration of(double[] said, IntPredicate happened) {
    double squares = 0;
    for (int i = 0; i < said.length; i++) {
      double distance = said[i] - (happened.test(i) ? 1 : 0);
      squares += distance * distance;
    }

    return of(said.length, i -> said[i], happened, squares);
  }

  private static Calibration of(
      int size, IntToDoubleFunction probability, IntPredicate isRight, double squares) {
    double[] said = new double[BINS];
    long[] right = new long[BINS];
    long[] counts = new long[BINS];
    for (int i = 0; i < size; i++) {
      double one = probability.applyAsDouble(i);
      int bin = Math.min(BINS - 1, (int) (one * BINS));
      said[bin] += one;
      right[bin] += isRight.test(i) ? 1 : 0;
      counts[bin]++;
    }

    List<Bin> bins = new ArrayList<>();
    double error = 0;
    for (int i = 0; i < BINS; i++) {
      if (counts[i] > 0) {
        Bin bin = new Bin(said[i] / counts[i], (double) right[i] / counts[i], counts[i]);
        bins.add(bin);
        error += Math.abs(bin.said - bin.right) * bin.count / size;
      }
    }

    return new Calibration(bins, error, size == 0 ? 0 : squares / size);
  }
}
