// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.facility;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.util.Optional;

/**
 * Sums of the powers of the three phases. A phase without a measure adds nothing.
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
    return new PhasePowers(
        orZero(reading.value(Measure.R_ACTIVE_POWER)),
        orZero(reading.value(Measure.R_REACTIVE_POWER)),
        orZero(reading.value(Measure.S_ACTIVE_POWER)),
        orZero(reading.value(Measure.S_REACTIVE_POWER)),
        orZero(reading.value(Measure.T_ACTIVE_POWER)),
        orZero(reading.value(Measure.T_REACTIVE_POWER)));
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
    double r = FacilityState.powerFactor(rActive, rReactive);
    double s = FacilityState.powerFactor(sActive, sReactive);
    double t = FacilityState.powerFactor(tActive, tReactive);
    double lowest = Math.min(r, Math.min(s, t));
    double highest = Math.max(r, Math.max(s, t));
    if (lowest == 0 || highest - lowest < CLEAR_DIFFERENCE) {
      return Optional.empty();
    }

    return Optional.of(lowest == r ? "R" : lowest == s ? "S" : "T");
  }

  private static double orZero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
