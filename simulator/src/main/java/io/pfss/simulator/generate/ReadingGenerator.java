// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.generate;

import io.pfss.models.labels.LabelledReading;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * A virtual facility: generates readings that obey the physics of three phases, with a changing
 * state of health. The same seed, sensor and times give the same readings. Not thread-safe.
 *
 * <p>For each phase: apparent power S = V·I, P = S·pf, Q = √(S² − P²), up to rounding; the line
 * voltage lies between neighbouring phases at 120°. The load follows the hours of a Korean working
 * day, the temperature follows the load and the time of day with a lag, and the energy is the
 * integral of the power.
 */
public final class ReadingGenerator implements ReadingSource {
  private static final double NOMINAL_VOLTAGE = 220;
  private static final double NOMINAL_FREQUENCY = 60;
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
  private static final long KOREA_OFFSET_MILLIS = Duration.ofHours(9).toMillis();
  private static final double THERMAL_LAG_MILLIS = Duration.ofMinutes(20).toMillis();
  private static final double MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();
  private static final double MIN_POWER_FACTOR = 0.05;

  private final long sensorId;
  private final SplittableRandom random;
  private final Regime regime;

  /** Rated power of all phases together, in W. */
  private final double ratedPower;

  private final double ambient;
  private final double[] phaseShares = new double[3];
  private final double[] phasePowerFactorOffsets = new double[3];
  private final double[] phaseVoltages = new double[3];
  private double energy;
  private double temperature = Double.NaN;
  private long lastMillis = Long.MIN_VALUE;

  /** Creates a facility that has not sent a reading yet. */
  public ReadingGenerator(long seed, long sensorId, RegimeSettings regimes) {
    this.sensorId = sensorId;
    this.random = new SplittableRandom(seed * 1_000_003 + sensorId);
    this.regime = new Regime(random.split(), regimes);
    this.ratedPower = 20_000 + 80_000 * random.nextDouble();
    this.ambient = 15 + 10 * random.nextDouble();
    this.energy = Math.rint(5e6 * random.nextDouble());
    for (int phase = 0; phase < 3; phase++) {
      phaseShares[phase] = (1 + 0.03 * random.nextGaussian()) / 3;
      phasePowerFactorOffsets[phase] = 0.01 * random.nextGaussian();
      phaseVoltages[phase] = NOMINAL_VOLTAGE * (1 + 0.005 * random.nextGaussian());
    }
  }

  @Override
  public HeatReading next(long facilityTimeMillis) {
    return nextLabelled(facilityTimeMillis).reading();
  }

  /** Returns the facility's rated power, in VA. */
  public double ratedPower() {
    return ratedPower;
  }

  /**
   * Returns the next reading with its true state.
   *
   * @throws IllegalArgumentException if the time is not later than the previous one
   */
  public LabelledReading nextLabelled(long timeMillis) {
    if (timeMillis <= lastMillis) {
      throw new IllegalArgumentException(
          "Times must increase: " + timeMillis + " after " + lastMillis);
    }

    regime.advanceTo(timeMillis);
    double elapsedMillis = lastMillis == Long.MIN_VALUE ? 0 : timeMillis - lastMillis;
    lastMillis = timeMillis;
    double load = regime.stopped() ? 0 : load(timeMillis);
    HeatReading.Builder reading = HeatReading.builder(sensorId, timeMillis);
    double activePower = phases(reading, ratedPower * load);
    energy += activePower * elapsedMillis / MILLIS_PER_HOUR;
    temperature = temperature(timeMillis, load, elapsedMillis);
    reading
        .set(Measure.ENERGY_TOTAL, energy)
        .set(Measure.FREQUENCY, NOMINAL_FREQUENCY + 0.02 * random.nextGaussian())
        .set(Measure.TEMPERATURE, temperature);
    return new LabelledReading(reading.build(), regime.label());
  }

  /** Sets the measures of all phases; returns their total active power. */
  private double phases(HeatReading.Builder reading, double power) {
    ThreePhases phases = new ThreePhases(reading);
    for (int phase = 0; phase < 3; phase++) {
      double voltage = phaseVoltages[phase] * (1 + 0.002 * random.nextGaussian());
      double powerFactor =
          Math.min(
              1,
              Math.max(
                  MIN_POWER_FACTOR,
                  regime.powerFactor()
                      + phasePowerFactorOffsets[phase]
                      + 0.008 * random.nextGaussian()));
      double active = power * phaseShares[phase];
      double apparent = active / powerFactor;
      double reactive = Math.sqrt(apparent * apparent - active * active);
      phases.set(phase, active, reactive, apparent, voltage);
    }

    return phases.complete();
  }

  /** Returns the load as a share of the rated power: high in working hours, low at night. */
  private double load(long timeMillis) {
    double hour = hourInKorea(timeMillis);
    double shape = 0.55 - 0.3 * Math.cos((hour - 3) / 24 * 2 * Math.PI);
    return Math.max(0.05, shape * (1 + 0.04 * random.nextGaussian()));
  }

  private double temperature(long timeMillis, double load, double elapsedMillis) {
    double hour = hourInKorea(timeMillis);
    double settled = ambient - 4 * Math.cos((hour - 4) / 24 * 2 * Math.PI) + 20 * load;
    double start = Double.isNaN(temperature) ? settled : temperature;
    double approach = 1 - Math.exp(-elapsedMillis / THERMAL_LAG_MILLIS);
    return start + (settled - start) * approach + 0.02 * random.nextGaussian();
  }

  private static double hourInKorea(long timeMillis) {
    return Math.floorMod(timeMillis + KOREA_OFFSET_MILLIS, DAY_MILLIS) / MILLIS_PER_HOUR;
  }
}
