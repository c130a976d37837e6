// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

/**
 * An input with the probabilities that the training library calculated. A model that calculates
 * others is not the trained one.
 *
 * @param features the input
 * @param probabilities the probability of each class
 */
public record GoldenScore(double[] features, double[] probabilities) {
  static final double TOLERANCE = 1e-12;

  /** Whether a classifier calculates the same probabilities. */
  boolean holdsFor(Classifier classifier) {
    double[] result = new double[classifier.classes()];
    classifier.score(features, result);
    for (int i = 0; i < result.length; i++) {
      // NaN does not match.
      if (!(Math.abs(result[i] - probabilities[i]) <= TOLERANCE)) {
        return false;
      }
    }

    return true;
  }
}
