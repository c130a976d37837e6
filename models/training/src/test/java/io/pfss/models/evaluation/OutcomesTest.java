// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pfss.models.soh.SohState;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutcomesTest {
  private final Outcomes outcomes = new Outcomes();

  @Test
  void keepsWhatItTakesBeyondItsFirstCapacity() {
    for (int i = 0; i < 5_000; i++) {
      outcomes.add(i % 3, 5_000 - i, i, SohState.CAUTION, new double[] {0.25, 0.5, 0.25});
    }

    assertThat(outcomes.size()).isEqualTo(5_000);
    assertThat(outcomes.facility(4_999)).isEqualTo(1);
    assertThat(outcomes.powerFactor(4_999)).isEqualTo(4_999);
    assertThat(outcomes.predicted(4_999)).isEqualTo(SohState.CAUTION);
    assertThat(outcomes.confusion().macroF1()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(outcomes.byFacility()).containsOnlyKeys(0L, 1L, 2L);
    int[] second = outcomes.inOrder().get(1L);
    assertThat(IntStream.of(second).mapToLong(outcomes::timeMillis)).isSorted().hasSize(1_667);
  }

  @Test
  void precisionAndRecallFollowTheProbability() {
    warning(0.9, true);
    warning(0.8, false);
    warning(0.7, true);
    warning(0.7, false);
    warning(0.1, false);

    PrecisionRecall curve = PrecisionRecall.of(outcomes, SohState.WARNING);

    assertThat(curve.points())
        .extracting(PrecisionRecall.Point::precision)
        .containsExactly(1.0, 0.5, 0.5, 0.4);
    assertThat(curve.points())
        .extracting(PrecisionRecall.Point::recall)
        .containsExactly(0.5, 0.5, 1.0, 1.0);
    assertThat(curve.averagePrecision()).isCloseTo(0.75, within(1e-12));
    assertThat(PrecisionRecall.of(outcomes, SohState.CAUTION).averagePrecision()).isZero();
  }

  @Test
  void calibrationComparesWhatIsSaidWithHowOftenItIsRight() {
    outcomes.add(1, 0, 1, SohState.NORMAL, new double[] {1, 0, 0});
    outcomes.add(1, 1, 1, SohState.WARNING, new double[] {0, 0.5, 0.5});
    outcomes.add(1, 2, 1, SohState.CAUTION, new double[] {0, 0.5, 0.5});
    outcomes.add(1, 3, 1, SohState.NORMAL, new double[] {0, 0.5, 0.5});

    Calibration calibration = Calibration.of(outcomes);

    assertThat(calibration.bins())
        .containsExactly(new Calibration.Bin(0.5, 1.0 / 3, 3), new Calibration.Bin(1, 1, 1));
    assertThat(calibration.expectedError()).isCloseTo(0.125, within(1e-12));
    assertThat(calibration.brier()).isCloseTo((0 + 0.5 + 0.5 + 1.5) / 4, within(1e-12));
  }

  private void warning(double probability, boolean right) {
    outcomes.add(
        1,
        outcomes.size(),
        1,
        right ? SohState.WARNING : SohState.NORMAL,
        new double[] {1 - probability, 0, probability});
  }
}
