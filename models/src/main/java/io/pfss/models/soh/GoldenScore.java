package io.pfss.models.soh;

/**
 * An input of which the trainer's own library said what comes out: a model that says otherwise is
 * not the one that was trained.
 *
 * @param features the input
 * @param probabilities of each class
 */
public record GoldenScore(double[] features, double[] probabilities) {
  static final double TOLERANCE = 1e-12;

  /** Whether a classifier says the same. */
  boolean holdsFor(Classifier classifier) {
    double[] result = new double[classifier.classes()];
    classifier.score(features, result);
    for (int i = 0; i < result.length; i++) {
      // NaN is no match.
      if (!(Math.abs(result[i] - probabilities[i]) <= TOLERANCE)) {
        return false;
      }
    }

    return true;
  }
}
