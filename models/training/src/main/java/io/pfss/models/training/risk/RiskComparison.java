// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import io.pfss.models.evaluation.Calibration;
import io.pfss.models.evaluation.PrecisionRecall;
import io.pfss.models.training.risk.RiskScorer.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Scorers side by side, on the same rows and the same samples of them.
 *
 * @param measured rows that were measured
 * @param positives how many of them the limit follows
 * @param facilities how many there are
 * @param days the facility-days that the rows cover
 * @param blocks that were resampled
 * @param evaluations of each scorer: simple rules first
 * @param gain of the subject over the best simple rule, in PR-AUC
 */
public record RiskComparison(
    List<RiskRow> measured,
    long positives,
    long facilities,
    double days,
    int blocks,
    List<RiskEvaluation> evaluations,
    Interval gain) {
  private static final double STRICT = 0.25;
  private static final double LOOSE = 1;
  private static final double RECALL = 0.8;

  /**
   * Compares scorers with the simple rules.
   *
   * @param rows that no scorer was trained on; those of a facility in the order of time
   * @param training rows of before, which calibrate the rules
   * @param scorers models, methods and controls; at least one model or method
   */
  public static RiskComparison of(
      List<RiskRow> rows, List<RiskRow> training, List<RiskScorer> scorers) {
    List<RiskScorer> all = new ArrayList<>(RiskScorer.simple(training));
    all.addAll(scorers);
    Blocks blocks = new Blocks(rows);
    double baseRate =
        training.stream().mapToInt(row -> row.isPositive() ? 1 : 0).average().orElseThrow();
    double constantBrier = brier(rows, baseRate);
    Map<RiskScorer, double[]> resampled = new HashMap<>();
    List<RiskEvaluation> evaluations = new ArrayList<>();
    double[] usual =
        all.stream()
            .filter(scorer -> scorer.name().equals(RiskScorer.PROFILE))
            .findFirst()
            .map(scorer -> scores(rows, scorer))
            .orElseThrow();
    Alarms.Raised strictProfile = Alarms.raise(rows, usual, STRICT);
    Alarms.Raised looseProfile = Alarms.raise(rows, usual, LOOSE);
    for (RiskScorer scorer : all) {
      double[] scores = scores(rows, scorer);
      Ranking ranking = new Ranking(rows, scores, blocks);
      double[] samples = ranking.averagePrecisions();
      resampled.put(scorer, samples);
      PrecisionRecall curve =
          PrecisionRecall.of(rows.size(), i -> scores[i], i -> rows.get(i).isPositive());
      double[] probabilities = rows.stream().mapToDouble(scorer.probability()).toArray();
      Calibration calibration = Calibration.of(probabilities, i -> rows.get(i).isPositive());
      evaluations.add(
          new RiskEvaluation(
              scorer,
              Interval.of(ranking.averagePrecision(blocks.all()), samples),
              curve.points().stream()
                  .filter(point -> point.recall() >= RECALL)
                  .mapToDouble(PrecisionRecall.Point::precision)
                  .max()
                  .orElse(0),
              1 - calibration.brier() / constantBrier,
              Alarms.of(rows, Alarms.raise(rows, scores, STRICT), strictProfile, blocks),
              Alarms.of(rows, Alarms.raise(rows, scores, LOOSE), looseProfile, blocks),
              curve,
              calibration));
    }

    RiskEvaluation subject = subject(evaluations);
    RiskEvaluation simple = bestSimple(evaluations);
    double[] ofSubject = Objects.requireNonNull(resampled.get(subject.scorer()));
    double[] ofSimple = Objects.requireNonNull(resampled.get(simple.scorer()));
    Interval gain =
        Interval.of(
            subject.prAuc().value() - simple.prAuc().value(),
            IntStream.range(0, ofSubject.length)
                .mapToDouble(i -> ofSubject[i] - ofSimple[i])
                .toArray());
    return new RiskComparison(
        rows,
        rows.stream().filter(RiskRow::isPositive).count(),
        rows.stream().mapToLong(RiskRow::facility).distinct().count(),
        Alarms.days(rows),
        blocks.count(),
        evaluations,
        gain);
  }

  /** How many rows were measured. */
  public int rows() {
    return measured.size();
  }

  /** What all is about: the first model version, or the first method where there is none. */
  public RiskEvaluation subject() {
    return subject(evaluations);
  }

  /** The simple rule with the greatest PR-AUC. */
  public RiskEvaluation bestSimple() {
    return bestSimple(evaluations);
  }

  private static RiskEvaluation subject(List<RiskEvaluation> evaluations) {
    return evaluations.stream()
        .filter(one -> one.scorer().kind() == Kind.MODEL)
        .findFirst()
        .or(
            () ->
                evaluations.stream().filter(one -> one.scorer().kind() == Kind.METHOD).findFirst())
        .orElseThrow();
  }

  private static RiskEvaluation bestSimple(List<RiskEvaluation> evaluations) {
    return evaluations.stream()
        .filter(one -> one.scorer().kind() == Kind.SIMPLE)
        .max(Comparator.comparingDouble(one -> one.prAuc().value()))
        .orElseThrow();
  }

  private static double[] scores(List<RiskRow> rows, RiskScorer scorer) {
    return rows.stream().mapToDouble(scorer.score()).toArray();
  }

  private static double brier(List<RiskRow> rows, double probability) {
    return rows.stream()
        .mapToDouble(row -> row.isPositive() ? 1 - probability : probability)
        .map(distance -> distance * distance)
        .average()
        .orElseThrow();
  }
}
