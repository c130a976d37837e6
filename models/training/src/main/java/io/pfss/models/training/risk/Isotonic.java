// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import io.pfss.models.facility.RiskModel;
import io.pfss.models.facility.RiskModel.Knot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Calibration by isotonic regression: the pool-adjacent-violators algorithm (Barlow et al.,
 * "Statistical inference under order restrictions", 1972), then neighbours are joined until no more
 * knots are left than a model may have.
 */
final class Isotonic {
  private Isotonic() {}

  /**
   * The calibration of scores.
   *
   * @param scores finite, at least one
   * @param positive whether the scored event happened
   */
  static List<Knot> fit(double[] scores, boolean[] positive) {
    int[] rising =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Double.compare(scores[a], scores[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < rising.length; ) {
      // Equal scores have one probability.
      Block block = Block.of(scores[rising[i]], positive[rising[i]]);
      for (i++; i < rising.length && scores[rising[i]] == scores[rising[i - 1]]; i++) {
        block = block.plus(Block.of(scores[rising[i]], positive[rising[i]]));
      }

      while (!blocks.isEmpty() && blocks.get(blocks.size() - 1).share() >= block.share()) {
        block = blocks.remove(blocks.size() - 1).plus(block);
      }

      blocks.add(block);
    }

    while (blocks.size() > RiskModel.MAX_KNOTS) {
      joinSmallest(blocks);
    }

    // No number of rows shows that something always or never happens.
    double least = 1.0 / (scores.length + 2);
    return blocks.stream()
        .map(block -> new Knot(block.mean(), Math.min(1 - least, Math.max(least, block.share()))))
        .toList();
  }

  /** Joins the two neighbours that have the fewest rows together. */
  private static void joinSmallest(List<Block> blocks) {
    int best = 0;
    for (int i = 1; i + 1 < blocks.size(); i++) {
      if (rowsFrom(blocks, i) < rowsFrom(blocks, best)) {
        best = i;
      }
    }

    blocks.set(best, blocks.get(best).plus(blocks.remove(best + 1)));
  }

  private static int rowsFrom(List<Block> blocks, int at) {
    return blocks.get(at).rows + blocks.get(at + 1).rows;
  }

  private record Block(double scores, int positives, int rows) {
    private static Block of(double score, boolean positive) {
      return new Block(score, positive ? 1 : 0, 1);
    }

    private Block plus(Block other) {
      return new Block(scores + other.scores, positives + other.positives, rows + other.rows);
    }

    private double mean() {
      return scores / rows;
    }

    private double share() {
      return (double) positives / rows;
    }
  }
}
