// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training;

import io.pfss.models.soh.ModelDescription;

/** A training algorithm. */
public enum Algorithm {
  RANDOM_FOREST("random forest"),
  GRADIENT_BOOSTING("gradient-boosted trees");

  private static final String LIBRARY = "smile";
  private static final String LIBRARY_VERSION = "2.6.0";

  private final String label;

  Algorithm(String label) {
    this.label = label;
  }

  /** Returns the algorithm for a model's description. */
  ModelDescription.Algorithm description() {
    return describe(label);
  }

  /** Returns an algorithm of the training library for a model's description. */
  public static ModelDescription.Algorithm describe(String label) {
    return new ModelDescription.Algorithm(label, LIBRARY, LIBRARY_VERSION);
  }
}
