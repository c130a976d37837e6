package io.pfss.models.training;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.util.SplittableRandom;

/** Labelled readings whose state follows the rule on the power factor, with some noise. */
public final class Samples {
  private Samples() {}

  /** A trainer that has seen {@code readings} of ten facilities. */
  public static Trainer trainer(TrainingSettings settings, int readings) {
    Trainer trainer = new Trainer(settings);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < readings; i++) {
      trainer.add(sample(random, i));
    }

    return trainer;
  }

  static LabelledReading sample(SplittableRandom random, int number) {
    double powerFactor = random.nextDouble(0.2, 1);
    HeatReading.Builder reading =
        HeatReading.builder(1 + number % 10, 1_700_000_000_000L + number * 1_000L)
            .set(Measure.TEMPERATURE, 20 + 10 * random.nextGaussian());
    powers(reading, Measure.ACTIVE_POWER_AVG, Measure.REACTIVE_POWER_AVG, powerFactor);
    powers(reading, Measure.R_ACTIVE_POWER, Measure.R_REACTIVE_POWER, near(random, powerFactor));
    powers(reading, Measure.S_ACTIVE_POWER, Measure.S_REACTIVE_POWER, near(random, powerFactor));
    powers(reading, Measure.T_ACTIVE_POWER, Measure.T_REACTIVE_POWER, near(random, powerFactor));
    return new LabelledReading(reading.build(), PowerFactorRule.stateAt(near(random, powerFactor)));
  }

  private static double near(SplittableRandom random, double powerFactor) {
    return Math.min(1, powerFactor + 0.02 * random.nextGaussian());
  }

  private static void powers(
      HeatReading.Builder reading, Measure active, Measure reactive, double powerFactor) {
    reading
        .set(active, 1_000 * powerFactor)
        .set(reactive, 1_000 * Math.sqrt(Math.max(0, 1 - powerFactor * powerFactor)));
  }
}
