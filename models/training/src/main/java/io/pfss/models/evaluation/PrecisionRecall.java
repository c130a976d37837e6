// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation;

import io.pfss.models.soh.SohState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How precision and recall go with the score from which on something is predicted.
 *
 * @param points from the highest score to the lowest, at most a few hundred
 * @param averagePrecision the precision at each of what happened, averaged: the area under the
 *     curve without interpolation; 0 if nothing happened
 */
public record PrecisionRecall(List<Point> points, double averagePrecision) {
  private static final int POINTS = 200;

  /**
   * A point of the curve.
   *
   * @param probability, or another score, from which on it is predicted
   * @param precision the share of predictions that are right
   * @param recall the share of what happened that is predicted
   */
  public record Point(double probability, double precision, double recall) {}

  /** The curve of a state. */
  public static PrecisionRecall of(Outcomes outcomes, SohState state) {
    return of(
        outcomes.size(), i -> outcomes.probability(i, state), i -> outcomes.truth(i) == state);
  }

  /**
   * The curve of scores.
   *
   * @param size how many there are
   * @param score of each
   * @param happened whether that which the score is of happened
   */
  public static PrecisionRecall of(int size, IntToDoubleFunction score, IntPredicate happened) {
    int[] falling =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble(index -> -score.applyAsDouble(index)))
            .mapToInt(Integer::intValue)
            .toArray();
    long positives = IntStream.range(0, size).filter(happened).count();
    List<Point> points = new ArrayList<>();
    double area = 0;
    double recallBefore = 0;
    long right = 0;
    for (int i = 0; i < falling.length && positives > 0; i++) {
      double probability = score.applyAsDouble(falling[i]);
      right += happened.test(falling[i]) ? 1 : 0;
      // Those of one score are predicted together or not at all.
      if (i + 1 == falling.length || score.applyAsDouble(falling[i + 1]) != probability) {
        double precision = (double) right / (i + 1);
        double recall = (double) right / positives;
        area += (recall - recallBefore) * precision;
        recallBefore = recall;
        points.add(new Point(probability, precision, recall));
      }
    }

    return new PrecisionRecall(thinned(points), area);
  }

  private static List<Point> thinned(List<Point> points) {
    int step = 1 + points.size() / POINTS;
    return IntStream.range(0, points.size())
        .filter(i -> i % step == 0 || i == points.size() - 1)
        .mapToObj(points::get)
        .toList();
  }
}
