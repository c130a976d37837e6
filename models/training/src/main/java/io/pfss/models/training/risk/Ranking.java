// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import java.util.List;
import java.util.stream.IntStream;

/** Rows from the highest score to the lowest one, to measure the same ranking on many samples. */
final class Ranking {
  private final int[] falling;
  private final double[] scores;
  private final boolean[] positive;
  private final Blocks blocks;

  Ranking(List<RiskRow> rows, double[] scores, Blocks blocks) {
    this.scores = scores;
    this.blocks = blocks;
    this.positive = RiskRow.positives(rows);
    this.falling =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Double.compare(scores[b], scores[a]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /**
   * The average precision where each block counts so often; {@code NaN} without a positive row.
   * Rows of one score count together.
   */
  double averagePrecision(int[] times) {
    double right = 0;
    double all = 0;
    double rightBefore = 0;
    double area = 0;
    for (int i = 0; i < falling.length; i++) {
      int row = falling[i];
      int weight = times[blocks.of(row)];
      all += weight;
      right += positive[row] ? weight : 0;
      boolean isLastOfScore = i + 1 == falling.length || scores[falling[i + 1]] != scores[row];
      if (isLastOfScore && all > 0) {
        area += (right - rightBefore) * right / all;
        rightBefore = right;
      }
    }

    return right == 0 ? Double.NaN : area / right;
  }

  /** Of each sample of the blocks. */
  double[] averagePrecisions() {
    return blocks.samples().stream().mapToDouble(this::averagePrecision).toArray();
  }
}
