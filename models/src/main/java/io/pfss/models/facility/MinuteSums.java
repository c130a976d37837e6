// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.facility;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;

/**
 * Sums of one facility's readings in one minute, or in a part of it. Readings without active or
 * reactive power are not in them.
 *
 * @param minute event time, in minutes since the epoch
 * @param readings how many there are
 * @param active sum of the active power, W
 * @param reactive sum of the reactive power, var
 * @param phases the same of each phase
 */
public record MinuteSums(
    long minute, int readings, double active, double reactive, PhasePowers phases) {
  private static final long MINUTE_MILLIS = 60_000;

  /** More than any facility has, W or var: one absurd reading would outweigh days of others. */
  private static final double LARGEST_POWER = 1e9;

  /** The sums of readings of which only the total power is known. */
  public MinuteSums(long minute, int readings, double active, double reactive) {
    this(minute, readings, active, reactive, PhasePowers.NONE);
  }

  /**
   * The sums of one reading; it counts for nothing if its active or its reactive power is absent or
   * beyond 1 GW or Gvar.
   *
   * @param timeMillis its event time, or its time of arrival if that is earlier, in ms since the
   *     epoch: by one reading with a clock that is ahead, all others would be late
   */
  public static MinuteSums of(HeatReading reading, long timeMillis) {
    long minute = Math.floorDiv(timeMillis, MINUTE_MILLIS);
    double active = reading.value(Measure.ACTIVE_POWER_AVG);
    double reactive = reading.value(Measure.REACTIVE_POWER_AVG);
    // Not true of NaN, which an absent measure is.
    boolean isPlausible = Math.abs(active) <= LARGEST_POWER && Math.abs(reactive) <= LARGEST_POWER;
    return isPlausible
        ? new MinuteSums(minute, 1, active, reactive, PhasePowers.of(reading))
        : new MinuteSums(minute, 0, 0, 0);
  }

  /**
   * The sums of both.
   *
   * @throws IllegalArgumentException if they are of different minutes
   */
  public MinuteSums plus(MinuteSums other) {
    if (minute != other.minute) {
      throw new IllegalArgumentException("Minute " + other.minute + " is not minute " + minute);
    }

    return new MinuteSums(
        minute,
        readings + other.readings,
        active + other.active,
        reactive + other.reactive,
        phases.plus(other.phases, 1));
  }

  /** 1 − |power factor| of the minute: 0 is best, 1 worst. */
  double deficit() {
    return 1 - FacilityState.powerFactor(active, reactive);
  }
}
