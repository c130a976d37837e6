// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import io.pfss.models.facility.RiskInput;
import io.pfss.models.facility.RiskModel;
import io.pfss.models.facility.RiskModel.Knot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import smile.classification.GradientTreeBoost;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.formula.Formula;
import smile.data.vector.IntVector;
import smile.math.MathEx;

/**
 * Estimates how likely the limit is reached.
 *
 * @param name for people
 * @param kind its role in the comparison
 * @param score of a row: the greater, the likelier
 * @param probability of a row, 0 to 1
 */
public record RiskScorer(
    String name,
    Kind kind,
    ToDoubleFunction<RiskRow> score,
    ToDoubleFunction<RiskRow> probability) {
  /** The rule that predicts the facility's usual half hour. */
  static final String PROFILE = "own usual half hour";

  private static final long SEED = 1000;
  private static final String LABEL = "y";
  private static final int TREES = 100;
  private static final int DEPTH = 4;
  private static final int NODE_SIZE = 50;
  private static final double SHRINKAGE = 0.1;
  private static final double SUBSAMPLE = 0.7;

  /** The role of a scorer in the comparison. */
  public enum Kind {
    /** A rule that needs no model. */
    SIMPLE,
    /** A model that is trained on the earlier time of the same facilities. */
    METHOD,
    /** A model version. */
    MODEL,
    /** One that must not be good: if it is, the measuring is wrong. */
    CONTROL
  }

  private RiskScorer(String name, Kind kind, ToDoubleFunction<RiskRow> probability) {
    this(name, kind, probability, probability);
  }

  /** A model version. */
  public static RiskScorer of(String name, RiskModel model) {
    return new RiskScorer(name, Kind.MODEL, row -> model.probability(row.inputs()));
  }

  /**
   * The rules that need no model, each calibrated on training rows.
   *
   * @param training rows of before the measured time
   */
  static List<RiskScorer> simple(List<RiskRow> training) {
    return List.of(
        rule("limit on the minute", training, row -> -row.input(RiskInput.PF_NOW)),
        rule("hour to date", training, RiskRow::hourDeficit),
        rule("persistence, 5 min", training, row -> row.input(RiskInput.DEFICIT_5)),
        rule("rolling 60 min", training, row -> row.input(RiskInput.DEFICIT_60)),
        rule("trend, 30 min ahead", training, RiskScorer::trend),
        rule("climatology by hour", training, climatology(training)),
        rule(PROFILE, training, row -> row.input(RiskInput.USUAL_60)));
  }

  /**
   * The methods, trained on these rows: the logistic regression, and boosted trees on the same
   * inputs as its challenger.
   */
  public static List<RiskScorer> methods(List<RiskRow> training) {
    return List.of(
        new RiskScorer("logistic regression, own data", Kind.METHOD, RiskTrainer.fit(training)),
        boostedTrees(training));
  }

  /** What must not be good. */
  public static List<RiskScorer> controls(List<RiskRow> training) {
    List<RiskRow> shuffled = new ArrayList<>(training);
    Collections.shuffle(shuffled, new Random(SEED));
    List<RiskRow> mislabelled =
        IntStream.range(0, training.size())
            .mapToObj(i -> withLabelOf(training.get(i), shuffled.get(i)))
            .toList();
    RiskScorer yesterday = rule("yesterday's label", training, row -> row.yesterday() ? 1 : 0);
    return List.of(
        new RiskScorer("always 경고", Kind.CONTROL, row -> 1),
        new RiskScorer("shuffled labels", Kind.CONTROL, RiskTrainer.fit(mislabelled)),
        new RiskScorer(yesterday.name, Kind.CONTROL, yesterday.score, yesterday.probability));
  }

  private static RiskRow withLabelOf(RiskRow row, RiskRow other) {
    return new RiskRow(
        row.facility(),
        row.minute(),
        row.inputs(),
        row.hourDeficit(),
        other.minutesToLimit(),
        row.yesterday());
  }

  private static RiskScorer rule(
      String name, List<RiskRow> training, ToDoubleFunction<RiskRow> score) {
    List<Knot> knots =
        Isotonic.fit(training.stream().mapToDouble(score).toArray(), RiskRow.positives(training));
    return new RiskScorer(
        name, Kind.SIMPLE, score, row -> RiskModel.calibrated(knots, score.applyAsDouble(row)));
  }

  /** The line through the means of about 15 and 5 minutes ago, 30 minutes from now. */
  private static double trend(RiskRow row) {
    return row.input(RiskInput.DEFICIT_5) + 3.5 * row.input(RiskInput.FALL_5_15);
  }

  /** How often the limit was reached after this hour of a workday or of a weekend day. */
  private static ToDoubleFunction<RiskRow> climatology(List<RiskRow> training) {
    Function<RiskRow, Integer> slot =
        row -> 2 * row.hour() + (row.input(RiskInput.WORKDAY) > 0 ? 1 : 0);
    Map<Integer, Double> shares =
        training.stream()
            .collect(
                Collectors.groupingBy(
                    slot, Collectors.averagingDouble(row -> row.isPositive() ? 1 : 0)));
    return row -> shares.getOrDefault(slot.apply(row), 0.0);
  }

  private static RiskScorer boostedTrees(List<RiskRow> training) {
    String[] names = RiskInput.ALL.stream().map(RiskInput::label).toArray(String[]::new);
    DataFrame inputs =
        DataFrame.of(training.stream().map(RiskRow::inputs).toArray(double[][]::new), names);
    int[] labels = training.stream().mapToInt(row -> row.isPositive() ? 1 : 0).toArray();
    MathEx.setSeed(SEED);
    GradientTreeBoost trees =
        GradientTreeBoost.fit(
            Formula.lhs(LABEL),
            inputs.merge(IntVector.of(LABEL, labels)),
            TREES,
            DEPTH,
            1 << DEPTH,
            NODE_SIZE,
            SHRINKAGE,
            SUBSAMPLE);
    return new RiskScorer(
        "boosted trees, own data",
        Kind.METHOD,
        row -> {
          double[] probabilities = new double[2];
          trees.predict(Tuple.of(row.inputs(), inputs.schema()), probabilities);
          return probabilities[1];
        });
  }
}
