// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import io.pfss.models.evaluation.Calibration;
import io.pfss.models.evaluation.PrecisionRecall;

/**
 * The evaluation of one scorer.
 *
 * @param scorer the scorer
 * @param prAuc area under the curve of precision over recall, without interpolation
 * @param precisionAtRecall80 the greatest precision at a recall of 0.8 or more
 * @param brierSkill 1 − Brier score / Brier score of the share of positive training rows: 1 is
 *     perfect, 0 no better than that share (Brier, 1950; Murphy, 1973)
 * @param strict alarms at 0.25 false ones for each day of a facility
 * @param loose alarms at 1 false one
 * @param curve precision over recall
 * @param calibration of the probabilities
 */
public record RiskEvaluation(
    RiskScorer scorer,
    Interval prAuc,
    double precisionAtRecall80,
    double brierSkill,
    Alarms strict,
    Alarms loose,
    PrecisionRecall curve,
    Calibration calibration) {
  /** Its name for people. */
  public String name() {
    return scorer.name();
  }
}
