package io.pfss.models.soh;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;

/**
 * Tells the state of health of a facility from one reading: a random forest on five features.
 * Immutable and thread-safe; {@link ModelStore} loads it.
 */
public final class SohModel {
  private final FlatForest forest;
  private final ModelDescription description;
  private final double substituteTemperature;

  SohModel(FlatForest forest, ModelDescription description) {
    this.forest = forest;
    this.description = description;
    this.substituteTemperature = description.features().get(SohFeatures.TEMPERATURE).substitute();
  }

  /** What is known of the model. */
  public ModelDescription description() {
    return description;
  }

  /** The version, as {@code heat_pf} has it. */
  public String version() {
    return description.version();
  }

  /**
   * Scores a reading. One that lacks a power factor gets no state; where the temperature is absent
   * the training data's median stands in for it.
   */
  public SohScore score(HeatReading reading) {
    double temperature = reading.value(Measure.TEMPERATURE);
    PowerFactors powerFactors = PowerFactors.of(reading);
    if (!powerFactors.areKnown()) {
      return SohScore.withoutState(temperature, powerFactors);
    }

    double known = Double.isNaN(temperature) ? substituteTemperature : temperature;
    double[] probabilities = new double[SohState.ALL.size()];
    forest.score(SohFeatures.of(known, powerFactors), probabilities);
    return SohScore.of(temperature, powerFactors, probabilities);
  }
}
