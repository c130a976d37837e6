// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PowerFactorsTest {
  /** From denormal to near the maximum double, and the range of the data. */
  @Provide
  Arbitrary<Double> powers() {
    return Arbitraries.oneOf(
        Arbitraries.doubles().between(-500_000, 500_000),
        Arbitraries.doubles().between(-8e307, 8e307),
        Arbitraries.doubles().between(-1000, 1000).map(value -> value * 1e-305),
        Arbitraries.of(0.0, -0.0, Double.MIN_VALUE, 8e307));
  }

  @Property
  void matchesFormulaOfTheContract(
      @ForAll("powers") double active, @ForAll("powers") double reactive) {
    assertThat(PowerFactors.powerFactor(active, reactive))
        .isCloseTo(exact(active, reactive), within(1e-12));
  }

  @Test
  void isZeroWithoutActivePower() {
    assertThat(PowerFactors.powerFactor(0, 0)).isZero();
    assertThat(PowerFactors.powerFactor(0, 5)).isZero();
    assertThat(PowerFactors.powerFactor(-0.0, 5)).isZero();
  }

  @Test
  void isNaNIfPowerIsAbsent() {
    assertThat(PowerFactors.powerFactor(Double.NaN, 1)).isNaN();
    assertThat(PowerFactors.powerFactor(0, Double.NaN)).isNaN();
  }

  @Test
  void usesPowersOfEachPhase() {
    HeatReading reading =
        HeatReading.builder(1, 1)
            .set(Measure.ACTIVE_POWER_AVG, 3)
            .set(Measure.REACTIVE_POWER_AVG, -4)
            .set(Measure.R_ACTIVE_POWER, -4)
            .set(Measure.R_REACTIVE_POWER, 3)
            .set(Measure.S_ACTIVE_POWER, 5)
            .set(Measure.S_REACTIVE_POWER, 12)
            .build();

    PowerFactors powerFactors = PowerFactors.of(reading);

    assertThat(powerFactors.average()).isEqualTo(0.6);
    assertThat(powerFactors.r()).isEqualTo(-0.8);
    assertThat(powerFactors.s()).isCloseTo(5.0 / 13, within(1e-15));
    assertThat(powerFactors.t()).isNaN();
    assertThat(powerFactors.areKnown()).isFalse();
  }

  /** P / √(P² + Q²) with 40 digits. */
  private static double exact(double active, double reactive) {
    if (active == 0) {
      return 0;
    }

    MathContext digits = new MathContext(40);
    BigDecimal p = new BigDecimal(active);
    BigDecimal q = new BigDecimal(reactive);
    BigDecimal apparent = p.multiply(p, digits).add(q.multiply(q, digits), digits).sqrt(digits);
    return p.divide(apparent, digits).doubleValue();
  }
}
