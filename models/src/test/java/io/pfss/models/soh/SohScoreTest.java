// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SohScoreTest {
  private static final PowerFactors POWER_FACTORS = new PowerFactors(0.9, 0.9, 0.9, 0.9);

  @Test
  void stateNeedNotBeTheMostProbableOne() {
    double[] probabilities = {0.2, 0.5, 0.3};
    SohScore score = SohScore.of(20, POWER_FACTORS, SohState.NORMAL, probabilities);

    assertThat(score.state()).contains(SohState.NORMAL);
    assertThat(score.probability(SohState.WARNING)).isEqualTo(0.3);
    assertThat(score)
        .isEqualTo(SohScore.of(20, POWER_FACTORS, SohState.NORMAL, probabilities))
        .isNotEqualTo(SohScore.of(20, POWER_FACTORS, SohState.CAUTION, probabilities));
    assertThat(SohState.mostProbable(probabilities)).isEqualTo(SohState.CAUTION);
    assertThat(SohState.mostProbable(new double[] {0.25, 0.375, 0.375}))
        .isEqualTo(SohState.CAUTION);
  }

  @Test
  void scoreWithoutStateHasNoProbabilities() {
    SohScore score = SohScore.withoutState(20, POWER_FACTORS);

    assertThat(score.state()).isEmpty();
    assertThatThrownBy(() -> score.probability(SohState.NORMAL))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rejectsWrongNumberOfProbabilities() {
    assertThatThrownBy(() -> SohScore.of(20, POWER_FACTORS, SohState.NORMAL, new double[] {1}))
        .hasMessageContaining("Expected 3 probabilities: [1.0]");
  }

  @Test
  void labelsMatchTheContract() {
    assertThat(SohState.ALL).extracting(SohState::label).containsExactly("정상", "주의", "경고");
  }
}
