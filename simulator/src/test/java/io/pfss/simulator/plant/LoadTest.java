// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final int DAY = 1440;
  private static final long MONDAY =
      LocalDateTime.of(2026, 1, 5, 0, 0).toEpochSecond(ZoneOffset.UTC) / 60;

  @Test
  void shiftsIdleAtNightAndOnSundays() {
    double work = mean(Duty.SHIFTS, time -> isWeekday(time) && time.getHour() == 11);

    assertThat(mean(Duty.SHIFTS, time -> time.getHour() == 3)).isBetween(0.05, 0.5 * work);
    assertThat(mean(Duty.SHIFTS, time -> time.getDayOfWeek() == DayOfWeek.SUNDAY))
        .isLessThan(0.6 * work);
    assertThat(mean(Duty.CONTINUOUS, time -> time.getHour() == 3)).isGreaterThan(0.1);
  }

  @Test
  void aStandingFacilityHasNoLoadAtNight() {
    assertThat(mean(Duty.STANDING, time -> time.getHour() == 4)).isZero();
    assertThat(mean(Duty.STANDING, time -> isWeekday(time) && time.getHour() == 11)).isPositive();
  }

  @Test
  void everyFacilityStopsAtTimes() {
    Load load = load(Duty.CONTINUOUS);
    int stopped = 0;
    for (int minute = 0; minute < 200 * DAY; minute++) {
      stopped += load.next(MONDAY + minute) == 0 ? 1 : 0;
    }

    assertThat(stopped).isBetween(200, 200 * DAY / 20);
  }

  @Test
  void aCompressorLoadsAndUnloads() {
    Load load = load(Duty.CYCLING);
    int changes = 0;
    double before = load.next(MONDAY);
    for (int minute = 1; minute < DAY; minute++) {
      double next = load.next(MONDAY + minute);
      changes += Math.abs(next - before) > 0.2 ? 1 : 0;
      before = next;
    }

    assertThat(changes).isGreaterThan(100);
  }

  @Test
  void workEndsAtAnotherTimeEachDay() {
    Load load = load(Duty.SHIFTS);
    long[] ends = new long[5];
    for (int minute = 0; minute < 5 * DAY; minute++) {
      if (load.next(MONDAY + minute) > 0.8 * load.working()) {
        ends[minute / DAY] = minute % DAY;
      }
    }

    assertThat(ends).doesNotHaveDuplicates();
  }

  private static double mean(Duty duty, Predicate<LocalDateTime> when) {
    Load load = load(duty);
    double sum = 0;
    int minutes = 0;
    for (int minute = 0; minute < 28 * DAY; minute++) {
      double next = load.next(MONDAY + minute);
      if (when.test(LocalDateTime.ofEpochSecond((MONDAY + minute) * 60, 0, ZoneOffset.UTC))) {
        sum += next;
        minutes++;
      }
    }

    return sum / minutes;
  }

  private static boolean isWeekday(LocalDateTime time) {
    return time.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
  }

  private static Load load(Duty duty) {
    return new Load(new SplittableRandom(4), duty, Fleet.of(4), 0.35);
  }
}
