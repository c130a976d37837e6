package io.pfss.models.training;

import io.pfss.models.soh.Classifier;

/** What Smile has trained. */
interface Fitted {
  /** The same as flat arrays. */
  Classifier flat();

  /** Smile's own probabilities of an input. */
  void predict(double[] x, double[] probabilities);
}
