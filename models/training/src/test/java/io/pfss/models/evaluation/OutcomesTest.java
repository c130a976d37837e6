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
      add(i % 3, 5_000 - i, i, SohState.CAUTION, 0.25, 0.5, 0.25);
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
    add(1, 0, 1, SohState.NORMAL, 1, 0, 0);
    add(1, 1, 1, SohState.WARNING, 0, 0.5, 0.5);
    add(1, 2, 1, SohState.CAUTION, 0, 0.5, 0.5);
    add(1, 3, 1, SohState.NORMAL, 0, 0.5, 0.5);

    Calibration calibration = Calibration.of(outcomes);

    assertThat(calibration.bins())
        .containsExactly(new Calibration.Bin(0.5, 1.0 / 3, 3), new Calibration.Bin(1, 1, 1));
    assertThat(calibration.expectedError()).isCloseTo(0.125, within(1e-12));
    assertThat(calibration.brier()).isCloseTo((0 + 0.5 + 0.5 + 1.5) / 4, within(1e-12));
  }

  @Test
  void limitsChangeThePredictionsButNotTheCalibration() {
    Outcomes byLimits = new Outcomes();
    for (SohState truth : SohState.ALL) {
      add(1, 0, 0.9, truth, 0.125, 0.25, 0.625);
      byLimits.add(1, 0, 0.9, truth, SohState.NORMAL, new double[] {0.125, 0.25, 0.625});
    }

    assertThat(outcomes.confusion().count(SohState.WARNING, SohState.WARNING)).isEqualTo(1);
    assertThat(byLimits.confusion().count(SohState.WARNING, SohState.NORMAL)).isEqualTo(1);
    assertThat(Calibration.of(byLimits)).isEqualTo(Calibration.of(outcomes));
    assertThat(PrecisionRecall.of(byLimits, SohState.WARNING))
        .isEqualTo(PrecisionRecall.of(outcomes, SohState.WARNING));
  }

  private void warning(double probability, boolean right) {
    add(
        1,
        outcomes.size(),
        1,
        right ? SohState.WARNING : SohState.NORMAL,
        1 - probability,
        0,
        probability);
  }

  /** Adds a reading whose most probable state is predicted. */
  private void add(
      long facility, long timeMillis, double powerFactor, SohState truth, double... said) {
    outcomes.add(facility, timeMillis, powerFactor, truth, SohState.mostProbable(said), said);
  }
}
