// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pfss.models.labels.HourlyLabels;
import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FacilityTest {
  private static final Instant FROM = Instant.parse("2026-01-05T00:00:00Z");
  private static final int DAY = 1440;

  @Property(tries = 50)
  void phasesObeyPhysics(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    List<HeatReading> readings = byEventTime(seed, seed % 97, DAY);

    for (HeatReading reading : readings) {
      double activeSum = 0;
      double reactiveSum = 0;
      for (String phase : List.of("R", "S", "T")) {
        double active = value(reading, phase + "_ACTIVE_POWER");
        double reactive = value(reading, phase + "_REACTIVE_POWER");
        double apparent =
            value(reading, phase + "_PHASE_VOLTAGE") * value(reading, phase + "_CURRENT");
        assertThat(active).isNotNegative();
        assertThat(Math.hypot(active, reactive)).isCloseTo(apparent, within(1e-9 * apparent));
        assertThat(value(reading, phase + "_LINE_VOLTAGE"))
            .isCloseTo(Math.sqrt(3) * value(reading, phase + "_PHASE_VOLTAGE"), within(15.0));
        activeSum += active;
        reactiveSum += reactive;
      }

      assertThat(reading.value(Measure.ACTIVE_POWER_AVG)).isCloseTo(activeSum, within(1e-6));
      assertThat(reading.value(Measure.REACTIVE_POWER_AVG)).isCloseTo(reactiveSum, within(1e-6));
      assertThat(reading.value(Measure.TEMPERATURE)).isBetween(0.0, 75.0);
      assertThat(Measure.ALL).allMatch(reading::has);
    }
  }

  @Test
  void energyIsIntegralOfPower() {
    HeatReading before = null;
    for (HeatReading reading : byEventTime(7, 4, 3 * DAY)) {
      if (before != null
          && reading.eventTimeMillis() - before.eventTimeMillis()
              == Duration.ofMinutes(1).toMillis()) {
        assertThat(reading.value(Measure.ENERGY_TOTAL) - before.value(Measure.ENERGY_TOTAL))
            .isCloseTo(reading.value(Measure.ACTIVE_POWER_AVG) / 60, within(1e-3));
      }

      before = reading;
    }
  }

  @Test
  void sameSeedGivesSameReadings() {
    assertThat(byEventTime(5, 7, DAY)).isEqualTo(byEventTime(5, 7, DAY));
    assertThat(byEventTime(5, 7, DAY)).isNotEqualTo(byEventTime(5, 8, DAY));
    assertThat(byEventTime(5, 7, DAY)).isNotEqualTo(byEventTime(6, 7, DAY));
  }

  @Test
  void arrivalOrderHasTheSameReadingsSomeOfThemLate() {
    List<HeatReading> byTime = byEventTime(3, 1, 20 * DAY);
    List<HeatReading> byArrival = new ArrayList<>();
    new Facility(3, 1, FROM).byArrival(20 * DAY, byArrival::add);

    assertThat(byTime).isSortedAccordingTo(Comparator.comparing(HeatReading::eventTimeMillis));
    assertThat(byArrival).containsExactlyInAnyOrderElementsOf(byTime);
    long latest = Long.MIN_VALUE;
    int late = 0;
    for (HeatReading reading : byArrival) {
      late += reading.eventTimeMillis() < latest ? 1 : 0;
      latest = Math.max(latest, reading.eventTimeMillis());
    }

    assertThat(late).isBetween(20 * DAY / 200, 20 * DAY / 50);
  }

  /** AI Hub 239: 69 pumps are in their own majority state for 86 % of the time. */
  @Test
  void facilitiesHaveAStateOfTheirOwn() {
    for (long seed : new long[] {7, 8}) {
      double[] shares = new double[40];
      long[] all = new long[3];
      for (int number = 1; number <= shares.length; number++) {
        long[] states = new long[3];
        HourlyLabels labels =
            new HourlyLabels(
                PowerFactorRule.AI_HUB,
                Duration.ofHours(1),
                labelled -> states[labelled.state().ordinal()]++);
        new Facility(seed, number, FROM).byEventTime(14 * DAY, labels::add);
        labels.end();
        shares[number - 1] =
            (double) Arrays.stream(states).max().orElseThrow() / Arrays.stream(states).sum();
        Arrays.setAll(all, state -> all[state] + states[state]);
      }

      assertThat(Arrays.stream(shares).average().orElseThrow()).isBetween(0.8, 0.9);
      assertThat(Arrays.stream(shares).filter(share -> share > 0.95).count()).isBetween(10L, 24L);
      assertThat(all[0]).isGreaterThan(all[2]);
      assertThat(all[2]).isGreaterThan(all[1]);
      assertThat(all[1]).isPositive();
    }
  }

  @Test
  void powerFactorFollowsTheLoad() {
    // An uncompensated facility: the correlation shows nothing else.
    double[] light = {0, 0};
    double[] heavy = {0, 0};
    long number =
        LongStream.range(1, 100)
            .filter(one -> new Facility(7, one, FROM).duty() == Duty.LIGHT)
            .findFirst()
            .orElseThrow();
    List<HeatReading> readings = byEventTime(7, number, 7 * DAY);
    double[] powers =
        readings.stream()
            .mapToDouble(one -> one.value(Measure.ACTIVE_POWER_AVG))
            .sorted()
            .toArray();
    double median = powers[powers.length / 2];
    for (HeatReading reading : readings) {
      double[] sums = reading.value(Measure.ACTIVE_POWER_AVG) < median ? light : heavy;
      sums[0] += reading.value(Measure.ACTIVE_POWER_AVG);
      sums[1] += reading.value(Measure.REACTIVE_POWER_AVG);
    }

    assertThat(light[0] / Math.hypot(light[0], light[1]))
        .isLessThan(0.95 * heavy[0] / Math.hypot(heavy[0], heavy[1]));
  }

  private static List<HeatReading> byEventTime(long seed, long number, long minutes) {
    List<HeatReading> readings = new ArrayList<>();
    new Facility(seed, number, FROM).byEventTime(minutes, readings::add);
    return readings;
  }

  private static double value(HeatReading reading, String measure) {
    return reading.value(Measure.valueOf(measure));
  }
}
