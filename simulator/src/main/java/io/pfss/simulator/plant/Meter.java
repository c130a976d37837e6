// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.util.SplittableRandom;

/**
 * A meter of three phases. It measures voltages and currents, and calculates the powers from them:
 * when a current transformer drifts, the powers of its phase drift as well, and S = V·I and S² = P²
 * + Q² still hold. Not thread-safe.
 */
final class Meter {
  private static final double NOMINAL_VOLTAGE = 220;
  private static final double NOMINAL_FREQUENCY = 60;
  private static final double DAY_MINUTES = 1440;
  private static final double MAX_DRIFT = 0.15;

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

  private final SplittableRandom random;
  private final long sensorId;
  private final double[] voltageOffsets = new double[3];

  /** Drift of the current transformers, as a share for each day; most do not drift. */
  private final double[] driftPerDay = new double[3];

  private final double heatDriftPerDay;
  private double days;
  private double energy;

  Meter(SplittableRandom random, long sensorId) {
    this.random = random;
    this.sensorId = sensorId;
    for (int phase = 0; phase < 3; phase++) {
      voltageOffsets[phase] = 0.005 * random.nextGaussian();
      driftPerDay[phase] = random.nextDouble() < 0.1 ? 0.003 * random.nextGaussian() : 0;
    }

    this.heatDriftPerDay = random.nextDouble() < 0.2 ? 0.1 * random.nextGaussian() : 0;
    this.energy = Math.rint(5e6 * random.nextDouble());
  }

  /**
   * Returns the reading of the next minute.
   *
   * @param active power of each phase, W
   * @param reactive power of each phase, var; negative if it leads
   * @param sag voltage that each phase lacks, as a share
   * @param temperature °C
   */
  HeatReading next(
      long minute, double[] active, double[] reactive, double[] sag, double temperature) {
    days += 1 / DAY_MINUTES;
    HeatReading.Builder reading = HeatReading.builder(sensorId, minute * 60_000);
    double[] voltage = new double[3];
    double activeSum = 0;
    double reactiveSum = 0;
    double currentSum = 0;
    double voltageSum = 0;
    for (int phase = 0; phase < 3; phase++) {
      double gain = 1 + Math.max(-MAX_DRIFT, Math.min(MAX_DRIFT, driftPerDay[phase] * days));
      double p = active[phase] * gain * (1 + 0.004 * random.nextGaussian());
      double q = reactive[phase] * gain * (1 + 0.004 * random.nextGaussian());
      voltage[phase] =
          NOMINAL_VOLTAGE
              * (1 + voltageOffsets[phase] - sag[phase] + 0.002 * random.nextGaussian());
      double current = Math.hypot(p, q) / voltage[phase];
      reading
          .set(ACTIVE[phase], p)
          .set(REACTIVE[phase], q)
          .set(CURRENT[phase], current)
          .set(PHASE_VOLTAGE[phase], voltage[phase]);
      activeSum += p;
      reactiveSum += q;
      currentSum += current;
      voltageSum += voltage[phase];
    }

    double lineSum = 0;
    for (int phase = 0; phase < 3; phase++) {
      double one = voltage[phase];
      double other = voltage[(phase + 1) % 3];
      // The law of cosines at 120°.
      double line = Math.sqrt(one * one + other * other + one * other);
      reading.set(LINE_VOLTAGE[phase], line);
      lineSum += line;
    }

    energy += activeSum / 60;
    // As in the original data, the averages of the powers are sums despite their names.
    return reading
        .set(Measure.ACTIVE_POWER_AVG, activeSum)
        .set(Measure.REACTIVE_POWER_AVG, reactiveSum)
        .set(Measure.CURRENT_AVG, currentSum / 3)
        .set(Measure.PHASE_VOLTAGE_AVG, voltageSum / 3)
        .set(Measure.LINE_VOLTAGE_AVG, lineSum / 3)
        .set(Measure.ENERGY_TOTAL, energy)
        .set(Measure.FREQUENCY, NOMINAL_FREQUENCY + 0.02 * random.nextGaussian())
        .set(Measure.TEMPERATURE, temperature + heatDriftPerDay * days)
        .build();
  }
}
