// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training;

import io.pfss.models.labels.LabelledReading;
import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Labelled readings whose state follows the rule on the power factor, with some noise. */
public final class Samples {
  private Samples() {}

  /** Trains a model on {@code readings} of ten facilities. */
  public static TrainedModel train(
      TrainingSettings settings, int readings, String version, Instant created) {
    Trainer trainer = new Trainer(settings, Progress.NONE);
    TrainingData data = trainer.newData();
    samples(readings).forEach(sample -> data.add(sample, Double.NaN));
    return trainer.train("heat", version, data, "test", created);
  }

  /** Returns readings of ten facilities, always the same. */
  public static List<LabelledReading> samples(int readings) {
    SplittableRandom random = new SplittableRandom(7);
    return IntStream.range(0, readings).mapToObj(number -> sample(random, number)).toList();
  }

  private static LabelledReading sample(SplittableRandom random, int number) {
    double powerFactor = random.nextDouble(0.2, 1);
    HeatReading.Builder reading =
        HeatReading.builder(1 + number % 10, 1_700_000_000_000L + number * 1_000L)
            .set(Measure.TEMPERATURE, 20 + 10 * random.nextGaussian());
    powers(reading, Measure.ACTIVE_POWER_AVG, Measure.REACTIVE_POWER_AVG, powerFactor);
    powers(reading, Measure.R_ACTIVE_POWER, Measure.R_REACTIVE_POWER, near(random, powerFactor));
    powers(reading, Measure.S_ACTIVE_POWER, Measure.S_REACTIVE_POWER, near(random, powerFactor));
    powers(reading, Measure.T_ACTIVE_POWER, Measure.T_REACTIVE_POWER, near(random, powerFactor));
    return new LabelledReading(
        reading.build(), PowerFactorRule.AI_HUB.stateAt(near(random, powerFactor)));
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
