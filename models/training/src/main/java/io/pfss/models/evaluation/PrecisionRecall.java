// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation;

import io.pfss.models.soh.SohState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How precision and recall of one state go with the probability from which on it is predicted.
 *
 * @param state of which
 * @param points from the highest probability to the lowest, at most a few hundred
 * @param averagePrecision the precision at each reading of the state, averaged: the area under the
 *     curve without interpolation; 0 if no reading is in the state
 */
public record PrecisionRecall(SohState state, List<Point> points, double averagePrecision) {
  private static final int POINTS = 200;

  /**
   * A point of the curve.
   *
   * @param probability from which on the state is predicted
   * @param precision the share of predictions that are right
   * @param recall the share of the state's readings that are predicted
   */
  public record Point(double probability, double precision, double recall) {}

  /** The curve of a state. */
  public static PrecisionRecall of(Outcomes outcomes, SohState state) {
    int[] falling =
        IntStream.range(0, outcomes.size())
            .boxed()
            .sorted(Comparator.comparingDouble(index -> -outcomes.probability(index, state)))
            .mapToInt(Integer::intValue)
            .toArray();
    long positives =
        IntStream.range(0, outcomes.size()).filter(i -> outcomes.truth(i) == state).count();
    List<Point> points = new ArrayList<>();
    double area = 0;
    double recallBefore = 0;
    long right = 0;
    for (int i = 0; i < falling.length && positives > 0; i++) {
      double probability = outcomes.probability(falling[i], state);
      right += outcomes.truth(falling[i]) == state ? 1 : 0;
      // Readings of one probability are predicted together or not at all.
      if (i + 1 == falling.length || outcomes.probability(falling[i + 1], state) != probability) {
        double precision = (double) right / (i + 1);
        double recall = (double) right / positives;
        area += (recall - recallBefore) * precision;
        recallBefore = recall;
        points.add(new Point(probability, precision, recall));
      }
    }

    return new PrecisionRecall(state, thinned(points), area);
  }

  private static List<Point> thinned(List<Point> points) {
    int step = 1 + points.size() / POINTS;
    return IntStream.range(0, points.size())
        .filter(i -> i % step == 0 || i == points.size() - 1)
        .mapToObj(points::get)
        .toList();
  }
}
