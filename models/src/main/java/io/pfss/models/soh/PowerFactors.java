// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;

/**
 * The power factors of a reading, of all phases together and of each phase: −1…1, {@code NaN} if
 * the active or reactive power is absent.
 *
 * @param average over all phases, from the sums of their powers
 * @param r of phase R
 * @param s of phase S
 * @param t of phase T
 */
public record PowerFactors(double average, double r, double s, double t) {

  /** Whether all power factors are present. */
  public boolean areKnown() {
    return !Double.isNaN(average) && !Double.isNaN(r) && !Double.isNaN(s) && !Double.isNaN(t);
  }

  /** Returns the power factors of a reading. */
  public static PowerFactors of(HeatReading reading) {
    return new PowerFactors(
        powerFactor(
            reading.value(Measure.ACTIVE_POWER_AVG), reading.value(Measure.REACTIVE_POWER_AVG)),
        powerFactor(reading.value(Measure.R_ACTIVE_POWER), reading.value(Measure.R_REACTIVE_POWER)),
        powerFactor(reading.value(Measure.S_ACTIVE_POWER), reading.value(Measure.S_REACTIVE_POWER)),
        powerFactor(
            reading.value(Measure.T_ACTIVE_POWER), reading.value(Measure.T_REACTIVE_POWER)));
  }

  /**
   * Returns {@code P / √(P² + Q²)}, or 0 if P = 0, as in the reference system (data contract,
   * "Score").
   *
   * @param activePower P in W; {@code NaN} if absent
   * @param reactivePower Q in var; {@code NaN} if absent
   * @return −1…1, or {@code NaN} if P or Q is absent
   */
  public static double powerFactor(double activePower, double reactivePower) {
    if (Double.isNaN(activePower) || Double.isNaN(reactivePower)) {
      return Double.NaN;
    }

    if (activePower == 0) {
      return 0;
    }

    double squares = activePower * activePower + reactivePower * reactivePower;
    if (squares >= Double.MIN_NORMAL && squares <= Double.MAX_VALUE) {
      return activePower / Math.sqrt(squares);
    }

    // The squares overflow or underflow. Scaling does not change the ratio.
    double scale = Math.max(Math.abs(activePower), Math.abs(reactivePower));
    double active = activePower / scale;
    double reactive = reactivePower / scale;
    return active / Math.sqrt(active * active + reactive * reactive);
  }
}
