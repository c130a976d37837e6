// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.generate;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;

/**
 * The measures of the three phases of a reading. The current is S / V, and the line voltage lies
 * between neighbouring phases at 120°. Used for one reading.
 */
public final class ThreePhases {
  private static final Measure[] ACTIVE = {
    Measure.R_ACTIVE_POWER, Measure.S_ACTIVE_POWER, Measure.T_ACTIVE_POWER
  };
  private static final Measure[] REACTIVE = {
    Measure.R_REACTIVE_POWER, Measure.S_REACTIVE_POWER, Measure.T_REACTIVE_POWER
  };
  private static final Measure[] CURRENT = {
    Measure.R_CURRENT, Measure.S_CURRENT, Measure.T_CURRENT
  };
  private static final Measure[] PHASE_VOLTAGE = {
    Measure.R_PHASE_VOLTAGE, Measure.S_PHASE_VOLTAGE, Measure.T_PHASE_VOLTAGE
  };
  private static final Measure[] LINE_VOLTAGE = {
    Measure.R_LINE_VOLTAGE, Measure.S_LINE_VOLTAGE, Measure.T_LINE_VOLTAGE
  };

  private final HeatReading.Builder reading;
  private final double[] voltages = new double[3];
  private double activeSum;
  private double reactiveSum;
  private double currentSum;
  private double voltageSum;

  /** Sets the measures of a reading. */
  public ThreePhases(HeatReading.Builder reading) {
    this.reading = reading;
  }

  /**
   * Sets the measures of a phase.
   *
   * @param phase 0 to 2, in this order
   * @param active W
   * @param reactive var
   * @param apparent VA
   * @param voltage V
   */
  public void set(int phase, double active, double reactive, double apparent, double voltage) {
    double current = apparent / voltage;
    reading
        .set(ACTIVE[phase], active)
        .set(REACTIVE[phase], reactive)
        .set(CURRENT[phase], current)
        .set(PHASE_VOLTAGE[phase], voltage);
    voltages[phase] = voltage;
    activeSum += active;
    reactiveSum += reactive;
    currentSum += current;
    voltageSum += voltage;
  }

  /** Sets the measures of all phases together; returns their active power, W. */
  public double complete() {
    double lineSum = 0;
    for (int phase = 0; phase < 3; phase++) {
      double line = lineVoltage(voltages[phase], voltages[(phase + 1) % 3]);
      reading.set(LINE_VOLTAGE[phase], line);
      lineSum += line;
    }

    // As in the original data, the averages of the powers are sums despite their names.
    reading
        .set(Measure.ACTIVE_POWER_AVG, activeSum)
        .set(Measure.REACTIVE_POWER_AVG, reactiveSum)
        .set(Measure.CURRENT_AVG, currentSum / 3)
        .set(Measure.PHASE_VOLTAGE_AVG, voltageSum / 3)
        .set(Measure.LINE_VOLTAGE_AVG, lineSum / 3);
    return activeSum;
  }

  /**
   * Returns the voltage between two phases at 120°, by the law of cosines; √3·V for equal voltages.
   */
  private static double lineVoltage(double one, double other) {
    return Math.sqrt(one * one + other * other + one * other);
  }
}
