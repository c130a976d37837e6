// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import io.pfss.models.labels.LabelledReading;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.SohState;
import io.pfss.models.training.Progress;
import io.pfss.models.training.Trainer;
import io.pfss.models.training.TrainingData;
import io.pfss.models.training.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Trains small models that are stricter than the default model. */
public final class TrialModels {
  private static final int READINGS = 2_000;
  private static final List<Measure> ACTIVE =
      List.of(
          Measure.ACTIVE_POWER_AVG,
          Measure.R_ACTIVE_POWER,
          Measure.S_ACTIVE_POWER,
          Measure.T_ACTIVE_POWER);
  private static final List<Measure> REACTIVE =
      List.of(
          Measure.REACTIVE_POWER_AVG,
          Measure.R_REACTIVE_POWER,
          Measure.S_REACTIVE_POWER,
          Measure.T_REACTIVE_POWER);

  private TrialModels() {}

  /** Saves a model version and returns its folder. */
  public static Path save(Path root, String name, String version) throws IOException {
    Trainer trainer =
        new Trainer(
            TrainingSettings.FOREST.withTrees(3, 5, 20).withLaterShare(0).withSeed(11),
            Progress.NONE);
    TrainingData data = trainer.newData();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < READINGS; i++) {
      double powerFactor = random.nextDouble();
      HeatReading.Builder reading =
          HeatReading.builder(1 + i % 10, i).set(Measure.TEMPERATURE, 30 + i % 7);
      for (int phase = 0; phase < ACTIVE.size(); phase++) {
        reading
            .set(ACTIVE.get(phase), powerFactor)
            .set(REACTIVE.get(phase), Math.sqrt(1 - powerFactor * powerFactor));
      }

      data.add(new LabelledReading(reading.build(), state(powerFactor)), Double.NaN);
    }

    return trainer.train(name, version, data, "a trial", Instant.EPOCH).save(root);
  }

  private static SohState state(double powerFactor) {
    if (powerFactor > 0.95) {
      return SohState.NORMAL;
    }

    return powerFactor > 0.85 ? SohState.CAUTION : SohState.WARNING;
  }
}
