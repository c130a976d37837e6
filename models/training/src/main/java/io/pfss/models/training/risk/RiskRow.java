// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import io.pfss.models.facility.RiskInput;
import java.util.List;

/**
 * A facility at one minute, in which it runs above the limit of the power factor, and what the hour
 * after it brought.
 *
 * @param facility number of the facility
 * @param minute minutes since the epoch
 * @param inputs of a risk model, in the order of {@link RiskInput#ALL}
 * @param hourDeficit 1 − |power factor| of the energy of the clock hour to date
 * @param minutesToLimit after which the limit was reached; 0 if it was not within the horizon
 * @param yesterday whether the limit was reached in the same time a day before
 */
public record RiskRow(
    long facility,
    long minute,
    double[] inputs,
    double hourDeficit,
    int minutesToLimit,
    boolean yesterday) {
  private static final int HOURS = 24;

  /** Whether the limit was reached within the horizon. */
  public boolean isPositive() {
    return minutesToLimit > 0;
  }

  /** Which rows are positive. */
  static boolean[] positives(List<RiskRow> rows) {
    boolean[] positive = new boolean[rows.size()];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = rows.get(i).isPositive();
    }

    return positive;
  }

  /** The minute in which the limit was reached; only of a positive row. */
  public long limitMinute() {
    return minute + minutesToLimit;
  }

  /** An input. */
  public double input(RiskInput input) {
    return inputs[input.ordinal()];
  }

  /** The hour of the facility's day, 0 to 23. */
  public int hour() {
    double turn = Math.atan2(input(RiskInput.HOUR_SIN), input(RiskInput.HOUR_COS)) / (2 * Math.PI);
    // A full hour must not fall to the hour before by rounding.
    return Math.floorMod((int) Math.floor(HOURS * turn + 1e-6), HOURS);
  }
}
