// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.soh.SohState;
import org.junit.jupiter.api.Test;

class PowerFactorRuleTest {
  @Test
  void limitsMatchTheGuide() {
    assertThat(PowerFactorRule.AI_HUB.stateAt(0.8)).isEqualTo(SohState.NORMAL);
    assertThat(PowerFactorRule.AI_HUB.stateAt(-0.95)).isEqualTo(SohState.NORMAL);
    assertThat(PowerFactorRule.AI_HUB.stateAt(0.79)).isEqualTo(SohState.CAUTION);
    assertThat(PowerFactorRule.AI_HUB.stateAt(0.6)).isEqualTo(SohState.WARNING);
    assertThat(PowerFactorRule.AI_HUB.stateAt(0)).isEqualTo(SohState.WARNING);
    assertThat(PowerFactorRule.KEPCO.stateAt(0.89)).isEqualTo(SohState.CAUTION);
  }

  @Test
  void hysteresisDelaysImprovementOnly() {
    PowerFactorRule rule = new PowerFactorRule(0.8, 0.6, 0.02);

    assertThat(rule.stateAfter(SohState.NORMAL, 0.80)).isEqualTo(SohState.NORMAL);
    assertThat(rule.stateAfter(SohState.NORMAL, 0.79)).isEqualTo(SohState.CAUTION);
    assertThat(rule.stateAfter(SohState.CAUTION, 0.81)).isEqualTo(SohState.CAUTION);
    assertThat(rule.stateAfter(SohState.CAUTION, 0.83)).isEqualTo(SohState.NORMAL);
    assertThat(rule.stateAfter(SohState.WARNING, 0.61)).isEqualTo(SohState.WARNING);
    assertThat(rule.stateAfter(SohState.WARNING, 0.81)).isEqualTo(SohState.CAUTION);
    assertThat(rule.stateAfter(SohState.WARNING, 0.95)).isEqualTo(SohState.NORMAL);
    assertThat(rule.stateAfter(SohState.WARNING, 0.1)).isEqualTo(SohState.WARNING);
  }

  @Test
  void rejectsImpossibleLimits() {
    assertThatThrownBy(() -> new PowerFactorRule(0.6, 0.8, 0))
        .hasMessageContaining("warning=0.8 normal=0.6");
    assertThatThrownBy(() -> new PowerFactorRule(Double.NaN, 0.6, 0)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new PowerFactorRule(0.8, 0.6, -0.1))
        .hasMessageContaining("hysteresis >= 0: -0.1");
  }
}
