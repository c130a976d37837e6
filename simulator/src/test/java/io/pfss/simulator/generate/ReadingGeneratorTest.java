// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pfss.models.labels.LabelledReading;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ReadingGeneratorTest {
  private static final long START = 1_767_225_600_000L;

  @Property(tries = 200)
  void phasesObeyPhysics(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    ReadingGenerator generator = new ReadingGenerator(seed, seed % 97, RegimeSettings.training());
    for (int minute = 0; minute < 100; minute++) {
      HeatReading reading = generator.next(START + minute * 600_000L);
      double activeSum = 0;
      double reactiveSum = 0;
      for (String phase : List.of("R", "S", "T")) {
        double active = value(reading, phase + "_ACTIVE_POWER");
        double reactive = value(reading, phase + "_REACTIVE_POWER");
        double apparent =
            value(reading, phase + "_PHASE_VOLTAGE") * value(reading, phase + "_CURRENT");
        assertThat(Math.hypot(active, reactive)).isCloseTo(apparent, within(1e-6 * apparent));
        assertThat(value(reading, phase + "_LINE_VOLTAGE"))
            .isCloseTo(Math.sqrt(3) * value(reading, phase + "_PHASE_VOLTAGE"), within(15.0));
        activeSum += active;
        reactiveSum += reactive;
      }

      assertThat(reading.value(Measure.ACTIVE_POWER_AVG)).isCloseTo(activeSum, within(1e-6));
      assertThat(reading.value(Measure.REACTIVE_POWER_AVG)).isCloseTo(reactiveSum, within(1e-6));
      assertThat(reading.value(Measure.FREQUENCY)).isBetween(59.5, 60.5);
      assertThat(reading.value(Measure.TEMPERATURE)).isBetween(0.0, 70.0);
      assertThat(Measure.ALL).allMatch(reading::has);
    }
  }

  @Test
  void energyIsIntegralOfPower() {
    ReadingGenerator generator = new ReadingGenerator(1, 1, RegimeSettings.training());
    HeatReading before = generator.next(START);
    for (int minute = 1; minute < 3_000; minute++) {
      HeatReading reading = generator.next(START + minute * 60_000L);
      double gain = reading.value(Measure.ENERGY_TOTAL) - before.value(Measure.ENERGY_TOTAL);
      assertThat(gain).isNotNegative();
      assertThat(gain).isCloseTo(reading.value(Measure.ACTIVE_POWER_AVG) / 60, within(1e-3));
      before = reading;
    }
  }

  @Test
  void sameSeedGivesSameReadings() {
    assertThat(readings(5, 7)).isEqualTo(readings(5, 7));
    assertThat(readings(5, 7)).isNotEqualTo(readings(6, 7));
    assertThat(readings(5, 7)).isNotEqualTo(readings(5, 8));
  }

  @Test
  void labelFollowsPowerFactorWithoutNoise() {
    ReadingGenerator generator = new ReadingGenerator(3, 3, RegimeSettings.demo());
    int agreeing = 0;
    Set<SohState> seen = EnumSet.noneOf(SohState.class);
    for (int second = 0; second < 3_600; second++) {
      LabelledReading labelled = generator.nextLabelled(START + second * 1_000L);
      double powerFactor = PowerFactors.of(labelled.reading()).average();
      SohState byRule =
          powerFactor >= 0.8
              ? SohState.NORMAL
              : powerFactor > 0.6 ? SohState.CAUTION : SohState.WARNING;
      agreeing += byRule == labelled.state() ? 1 : 0;
      seen.add(labelled.state());
    }

    assertThat(seen).containsExactlyInAnyOrderElementsOf(SohState.ALL);
    assertThat(agreeing).isGreaterThan(3_400);
  }

  @Test
  void fiveFacilitiesShowEveryStateWithinAMinute() {
    Set<SohState> seen = EnumSet.noneOf(SohState.class);
    for (int sensor = 1; sensor <= 5; sensor++) {
      ReadingGenerator generator = new ReadingGenerator(1, sensor, RegimeSettings.demo());
      for (int reading = 0; reading < 12; reading++) {
        seen.add(generator.nextLabelled(START + reading * 5_000L).state());
      }
    }

    assertThat(seen).containsExactlyInAnyOrderElementsOf(SohState.ALL);
  }

  @Test
  void hourlyLabelsStayForAnHour() {
    ReadingGenerator generator = new ReadingGenerator(2, 2, RegimeSettings.training());
    for (int hour = 0; hour < 48; hour++) {
      Set<SohState> ofTheHour = EnumSet.noneOf(SohState.class);
      for (int minute = 0; minute < 60; minute++) {
        ofTheHour.add(generator.nextLabelled(START + (hour * 60L + minute) * 60_000).state());
      }

      assertThat(ofTheHour).hasSize(1);
    }
  }

  @Test
  void stoppedFacilityHasNoPowerAndIsInWarning() {
    RegimeSettings alwaysStopping =
        new RegimeSettings(
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            1,
            Duration.ZERO,
            0);
    ReadingGenerator generator = new ReadingGenerator(1, 1, alwaysStopping);
    generator.next(START);
    LabelledReading stopped = generator.nextLabelled(START + 120_000);

    assertThat(stopped.reading().value(Measure.ACTIVE_POWER_AVG)).isZero();
    assertThat(stopped.state()).isEqualTo(SohState.WARNING);
  }

  @Test
  void rejectsRepeatedTimeAndImpossibleRegimes() {
    ReadingGenerator generator = new ReadingGenerator(1, 1, RegimeSettings.demo());
    generator.next(START);
    assertThatThrownBy(() -> generator.next(START)).hasMessageContaining("Times must increase");
    assertThatThrownBy(
            () ->
                new RegimeSettings(
                    Duration.ofHours(2),
                    Duration.ofHours(1),
                    Duration.ofHours(1),
                    0,
                    Duration.ZERO,
                    0))
        .hasMessageContaining("longer than the longest");
  }

  private static List<HeatReading> readings(long seed, long sensor) {
    ReadingGenerator generator = new ReadingGenerator(seed, sensor, RegimeSettings.demo());
    List<HeatReading> readings = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      readings.add(generator.next(START + i * 5_000L));
    }

    return readings;
  }

  private static double value(HeatReading reading, String measure) {
    return reading.value(Measure.valueOf(measure));
  }
}
