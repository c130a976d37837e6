// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.soh.Classifier;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import smile.base.cart.SplitRule;
import smile.classification.GradientTreeBoost;
import smile.classification.RandomForest;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.formula.Formula;
import smile.data.type.StructType;
import smile.data.vector.IntVector;

class SmileTreesTest {
  private static final String[] NAMES = {"a", "b", "c", "d", "e"};
  private static final int INPUTS = 1_000_000;

  @Test
  void flatForestScoresExactlyLikeSmile() {
    Sample sample = new Sample();
    RandomForest smile =
        RandomForest.fit(
            Formula.lhs("y"),
            sample.frame(),
            25,
            2,
            SplitRule.GINI,
            12,
            Integer.MAX_VALUE,
            5,
            1.0,
            null,
            LongStream.range(1000, 1025));

    sample.compare(SmileTrees.flatten(smile, NAMES.length, 3), smile::predict);
  }

  @Test
  void flatBoostScoresExactlyLikeSmile() {
    Sample sample = new Sample();
    GradientTreeBoost smile =
        GradientTreeBoost.fit(
            Formula.lhs("y"), sample.frame(), 20, 6, Integer.MAX_VALUE, 5, 0.1, 0.7);

    sample.compare(SmileTrees.flatten(smile, NAMES.length, 3, 0.1), smile::predict);
  }

  private static double[] input(SplittableRandom random) {
    return random.doubles(NAMES.length).map(value -> Math.rint(value * 1000) / 1000).toArray();
  }

  /** Inputs with classes that depend on them. */
  private static final class Sample {
    private final SplittableRandom random = new SplittableRandom(3);
    private final double[][] x = new double[4_000][];
    private final int[] y = new int[x.length];

    private Sample() {
      for (int i = 0; i < x.length; i++) {
        x[i] = input(random);
        y[i] = x[i][0] + x[i][1] * x[i][2] > 0.5 ? 2 : x[i][3] > 0.6 ? 1 : 0;
      }
    }

    private DataFrame frame() {
      return DataFrame.of(x, NAMES).merge(IntVector.of("y", y));
    }

    private void compare(Classifier flat, BiConsumer<Tuple, double[]> smile) {
      StructType schema = DataFrame.of(x, NAMES).schema();
      double[] expected = new double[3];
      double[] result = new double[3];
      for (int i = 0; i < INPUTS; i++) {
        // Inputs that equal thresholds too: they show the branch of equal values.
        double[] input = i % 2 == 0 ? input(random) : x[i % x.length];
        smile.accept(Tuple.of(input, schema), expected);
        flat.score(input, result);
        if (!Arrays.equals(result, expected)) {
          assertThat(result).as("input %s", Arrays.toString(input)).containsExactly(expected);
        }
      }
    }
  }
}
