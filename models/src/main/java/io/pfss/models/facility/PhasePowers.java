// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.facility;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.util.Optional;

/**
 * Sums of the powers of the three phases. A phase adds nothing if one of its powers is absent.
 *
 * @param rActive sum of the active power of phase R, W
 * @param rReactive sum of the reactive power of phase R, var
 * @param sActive of phase S
 * @param sReactive of phase S
 * @param tActive of phase T
 * @param tReactive of phase T
 */
public record PhasePowers(
    double rActive,
    double rReactive,
    double sActive,
    double sReactive,
    double tActive,
    double tReactive) {
  /** No power. */
  public static final PhasePowers NONE = new PhasePowers(0, 0, 0, 0, 0, 0);

  /** Below this difference of the power factors no phase is worse than the others. */
  private static final double CLEAR_DIFFERENCE = 0.02;

  static PhasePowers of(HeatReading reading) {
    double[] r = phase(reading, Measure.R_ACTIVE_POWER, Measure.R_REACTIVE_POWER);
    double[] s = phase(reading, Measure.S_ACTIVE_POWER, Measure.S_REACTIVE_POWER);
    double[] t = phase(reading, Measure.T_ACTIVE_POWER, Measure.T_REACTIVE_POWER);
    return new PhasePowers(r[0], r[1], s[0], s[1], t[0], t[1]);
  }

  private static double[] phase(HeatReading reading, Measure active, Measure reactive) {
    return reading.has(active) && reading.has(reactive)
        ? new double[] {reading.value(active), reading.value(reactive)}
        : new double[2];
  }

  PhasePowers plus(PhasePowers other, double weight) {
    return new PhasePowers(
        rActive + weight * other.rActive,
        rReactive + weight * other.rReactive,
        sActive + weight * other.sActive,
        sReactive + weight * other.sReactive,
        tActive + weight * other.tActive,
        tReactive + weight * other.tReactive);
  }

  /**
   * The phase with the lowest power factor: R, S or T; empty if a phase has no power, or the power
   * factors of all phases differ by less than 0.02.
   */
  Optional<String> worst() {
    boolean isAbsent =
        Math.hypot(rActive, rReactive) == 0
            || Math.hypot(sActive, sReactive) == 0
            || Math.hypot(tActive, tReactive) == 0;
    double r = FacilityState.powerFactor(rActive, rReactive);
    double s = FacilityState.powerFactor(sActive, sReactive);
    double t = FacilityState.powerFactor(tActive, tReactive);
    double lowest = Math.min(r, Math.min(s, t));
    double highest = Math.max(r, Math.max(s, t));
    if (isAbsent || highest - lowest < CLEAR_DIFFERENCE) {
      return Optional.empty();
    }

    return Optional.of(lowest == r ? "R" : lowest == s ? "S" : "T");
  }
}
