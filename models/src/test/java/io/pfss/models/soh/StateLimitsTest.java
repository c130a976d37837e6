// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StateLimitsTest {
  @Test
  void decidesByTheAmountOfThePowerFactor() {
    StateLimits limits = new StateLimits(0.9, 0.5);

    assertThat(limits.stateAt(0.9)).isEqualTo(SohState.NORMAL);
    assertThat(limits.stateAt(-0.95)).isEqualTo(SohState.NORMAL);
    assertThat(limits.stateAt(0.89)).isEqualTo(SohState.CAUTION);
    assertThat(limits.stateAt(-0.51)).isEqualTo(SohState.CAUTION);
    assertThat(limits.stateAt(0.5)).isEqualTo(SohState.WARNING);
    assertThat(limits.stateAt(0)).isEqualTo(SohState.WARNING);
  }

  @Test
  void rejectsImpossibleLimits() {
    assertThatThrownBy(() -> new StateLimits(0.6, 0.8))
        .hasMessageContaining("warning=0.8 normal=0.6");
    assertThatThrownBy(() -> new StateLimits(1.01, 0.6)).hasMessageContaining("normal=1.01");
    assertThatThrownBy(() -> new StateLimits(0.8, -0.1)).hasMessageContaining("warning=-0.1");
    assertThatThrownBy(() -> new StateLimits(0.8, Double.NaN)).hasMessageContaining("warning=NaN");
  }
}
