// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pfss.models.facility.RiskModel;
import io.pfss.models.facility.RiskModel.Knot;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IsotonicTest {
  @Test
  void neighboursThatFallArePooled() {
    List<Knot> knots =
        Isotonic.fit(
            new double[] {5, 1, 2, 3, 4, 6}, new boolean[] {true, false, true, false, true, true});

    // 1: never; 2 and 3: half of them; 4 to 6: always, as far as six rows can show it.
    assertThat(knots).containsExactly(new Knot(1, 0.125), new Knot(2.5, 0.5), new Knot(5, 0.875));
  }

  @Test
  void equalScoresHaveOneProbability() {
    assertThat(Isotonic.fit(new double[] {0, 0, 0, 0}, new boolean[] {true, false, false, false}))
        .containsExactly(new Knot(0, 0.25));
    assertThat(
            Isotonic.fit(
                new double[] {0, 0, 0, 0, 1, 1},
                new boolean[] {true, false, false, false, false, true}))
        .containsExactly(new Knot(0, 0.25), new Knot(1, 0.5));
  }

  @Test
  void theProbabilityOfManyRowsIsFoundWithFewKnots() {
    SplittableRandom random = new SplittableRandom(1);
    double[] scores = random.doubles(50_000, -4, 4).toArray();
    boolean[] positive = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      positive[i] = random.nextDouble() < 1 / (1 + Math.exp(-scores[i]));
    }

    List<Knot> knots = Isotonic.fit(scores, positive);

    assertThat(knots).hasSizeLessThanOrEqualTo(RiskModel.MAX_KNOTS);
    for (double score : new double[] {-2, -1, 0, 1, 2}) {
      assertThat(RiskModel.calibrated(knots, score))
          .isCloseTo(1 / (1 + Math.exp(-score)), within(0.04));
    }
  }
}
