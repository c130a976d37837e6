// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureTest {
  private static final HeatReading READING =
      HeatReading.builder(1, 1)
          .set(Measure.TEMPERATURE, 40)
          .set(Measure.ACTIVE_POWER_AVG, 3_000)
          .set(Measure.REACTIVE_POWER_AVG, 4_000)
          .set(Measure.R_ACTIVE_POWER, -3)
          .set(Measure.R_REACTIVE_POWER, 4)
          .set(Measure.S_ACTIVE_POWER, 4)
          .set(Measure.S_REACTIVE_POWER, 3)
          .set(Measure.T_ACTIVE_POWER, 0)
          .set(Measure.T_REACTIVE_POWER, 1)
          .set(Measure.R_PHASE_VOLTAGE, 210)
          .set(Measure.S_PHASE_VOLTAGE, 220)
          .set(Measure.T_PHASE_VOLTAGE, 230)
          .set(Measure.R_CURRENT, 0)
          .set(Measure.S_CURRENT, 0)
          .set(Measure.T_CURRENT, 0)
          .set(Measure.LINE_VOLTAGE_AVG, 399)
          .build();

  @Test
  void referenceFeaturesAreInContractOrder() {
    assertThat(Feature.labels(Feature.REFERENCE))
        .containsExactly("온도", "pf", "R_pf", "S_pf", "T_pf");
    assertThat(Feature.values(Feature.REFERENCE, READING, Double.NaN))
        .containsExactly(40, 0.6, -0.6, 0.8, 0);
  }

  @Test
  void otherFeaturesFollowTheirFormulas() {
    assertThat(value(Feature.PF_SPREAD, READING)).isEqualTo(0.8);
    assertThat(value(Feature.VOLTAGE_IMBALANCE, READING)).isCloseTo(10.0 / 220, within(1e-15));
    assertThat(value(Feature.CURRENT_IMBALANCE, READING)).isZero();
    assertThat(value(Feature.VOLTAGE_DEVIATION, READING)).isCloseTo(0.05, within(1e-15));
    assertThat(value(Feature.APPARENT_POWER, READING)).isEqualTo(5_000);
    assertThat(value(Feature.LOAD_FACTOR, READING)).isEqualTo(0.5);
    assertThat(value(Feature.TEMPERATURE_OVER_LOAD, READING)).isEqualTo(40 / 1.5);
  }

  @Test
  void nonFiniteValueIsAbsent() {
    HeatReading opposite =
        HeatReading.builder(1, 1)
            .set(Measure.R_CURRENT, 1)
            .set(Measure.S_CURRENT, -1)
            .set(Measure.T_CURRENT, 0)
            .build();
    assertThat(value(Feature.CURRENT_IMBALANCE, opposite)).isNaN();
    assertThat(value(Feature.VOLTAGE_IMBALANCE, opposite)).isNaN();
    assertThat(Feature.values(List.of(Feature.LOAD_FACTOR), READING, Double.NaN)[0]).isNaN();
    assertThat(Feature.values(List.of(Feature.LOAD_FACTOR), READING, 0)[0]).isNaN();
  }

  @Test
  void namesAndFormulasAreUnique() {
    assertThat(Feature.labels(Feature.EXTENDED)).doesNotHaveDuplicates();
    assertThat(Feature.EXTENDED.stream().map(Feature::formula)).doesNotHaveDuplicates();
  }

  private static double value(Feature feature, HeatReading reading) {
    return Feature.values(List.of(feature), reading, 10_000)[0];
  }
}
