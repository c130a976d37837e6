// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation;

import io.pfss.models.soh.SohState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is measured of a model, or of a rule.
 *
 * @param name of the model and its version, or of the rule
 * @param outcomes what it said
 * @param confusion of all readings
 * @param curves of each state; empty for a rule, which knows no probabilities
 * @param calibration of its probabilities; empty for a rule
 * @param importance of each feature: by how much macro F1 falls where its values are shuffled;
 *     empty for a rule
 */
public record ModelEvaluation(
    String name,
    Outcomes outcomes,
    Confusion confusion,
    List<PrecisionRecall> curves,
    Optional<Calibration> calibration,
    Map<String, Double> importance) {

  /** Returns the evaluation of a model. */
  public static ModelEvaluation ofModel(
      String name, Outcomes outcomes, Map<String, Double> importance) {
    return new ModelEvaluation(
        name,
        outcomes,
        outcomes.confusion(),
        SohState.ALL.stream().map(state -> PrecisionRecall.of(outcomes, state)).toList(),
        Optional.of(Calibration.of(outcomes)),
        importance);
  }

  /** Returns the evaluation of a rule. */
  public static ModelEvaluation ofRule(String name, Outcomes outcomes) {
    return new ModelEvaluation(
        name, outcomes, outcomes.confusion(), List.of(), Optional.empty(), Map.of());
  }

  /** Whether the subject is a model, which has probabilities. */
  public boolean isModel() {
    return calibration.isPresent();
  }
}
