// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.simulator.generate.ThreePhases;
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
    ThreePhases phases = new ThreePhases(reading);
    for (int phase = 0; phase < 3; phase++) {
      double gain = 1 + Math.max(-MAX_DRIFT, Math.min(MAX_DRIFT, driftPerDay[phase] * days));
      double p = active[phase] * gain * (1 + 0.004 * random.nextGaussian());
      double q = reactive[phase] * gain * (1 + 0.004 * random.nextGaussian());
      double voltage =
          NOMINAL_VOLTAGE
              * (1 + voltageOffsets[phase] - sag[phase] + 0.002 * random.nextGaussian());
      phases.set(phase, p, q, Math.hypot(p, q), voltage);
    }

    energy += phases.complete() / 60;
    return reading
        .set(Measure.ENERGY_TOTAL, energy)
        .set(Measure.FREQUENCY, NOMINAL_FREQUENCY + 0.02 * random.nextGaussian())
        .set(Measure.TEMPERATURE, temperature + heatDriftPerDay * days)
        .build();
  }
}
