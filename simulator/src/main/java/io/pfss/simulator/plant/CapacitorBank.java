// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

import java.util.SplittableRandom;

/**
 * A capacitor bank in steps, and its controller: it switches a step in or out when the reactive
 * power has been outside of a band for some minutes. The band is wider than a step, so that steps
 * do not chatter. The capacity declines with time. Not thread-safe.
 */
final class CapacitorBank {
  // Of a step: together more than 1.
  private static final double SWITCH_IN_ABOVE = 0.7;
  private static final double SWITCH_OUT_BELOW = -0.5;
  private static final Range STEPS = new Range(3, 9);
  private static final Range DELAY = new Range(2, 8);
  private static final Range LOSS_PER_DAY = new Range(0, 0.005);

  private final int steps;
  private final double lockout;
  private final double stepPower;
  private final long delayMinutes;
  private final double lossPerMinute;
  private double capacity = 1;
  private int switchedIn;
  private int direction;
  private long waited;

  /**
   * Creates a new bank.
   *
   * @param power of all steps together, var
   * @param lockout reactive power of the facility up to which no step is switched in, var
   */
  CapacitorBank(SplittableRandom random, double power, double lockout) {
    this.lockout = lockout;
    this.steps = (int) STEPS.drawWhole(random);
    this.stepPower = power / steps;
    this.delayMinutes = DELAY.drawWhole(random);
    this.lossPerMinute = LOSS_PER_DAY.draw(random) / 1440;
  }

  /** Returns how many steps are switched in. */
  int switchedIn() {
    return switchedIn;
  }

  /** Returns the capacity that is left, as a share of that of the new bank. */
  double capacity() {
    return capacity;
  }

  /**
   * Returns the reactive power of the bank in the next minute, of all phases, in var.
   *
   * @param demand reactive power of the facility without the bank, var; 0: it stands
   * @param healthy share of the capacity that no fault has taken
   */
  double next(double demand, double healthy) {
    capacity *= 1 - lossPerMinute;
    if (demand <= lockout) {
      switchedIn = 0;
      waited = 0;
      return 0;
    }

    double step = stepPower * capacity * healthy;
    double rest = demand - switchedIn * step;
    int wanted =
        rest > SWITCH_IN_ABOVE * stepPower && switchedIn < steps
            ? 1
            : rest < SWITCH_OUT_BELOW * stepPower && switchedIn > 0 ? -1 : 0;
    waited = wanted == direction ? waited + 1 : 1;
    direction = wanted;
    if (wanted != 0 && waited > delayMinutes) {
      switchedIn += wanted;
      waited = 0;
    }

    return switchedIn * step;
  }
}
