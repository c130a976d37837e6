package io.pfss.models.training;

import io.pfss.models.soh.ModelDescription;

/** What can be trained. */
public enum Algorithm {
  RANDOM_FOREST("random forest"),
  GRADIENT_BOOSTING("gradient-boosted trees");

  private static final String LIBRARY = "smile";
  private static final String LIBRARY_VERSION = "2.6.0";

  private final String label;

  Algorithm(String label) {
    this.label = label;
  }

  /** As a model's description has it. */
  ModelDescription.Algorithm description() {
    return new ModelDescription.Algorithm(label, LIBRARY, LIBRARY_VERSION);
  }
}
