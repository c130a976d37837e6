// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.util.List;
import java.util.Optional;

/**
 * Predicts the state of health of a facility from one reading, by a classifier. Immutable and
 * thread-safe; {@link ModelStore} loads it.
 */
public final class SohModel {
  private final Classifier classifier;
  private final ModelDescription description;
  private final List<Feature> features;
  private final double[] substitutes;
  private final int powerFactor;

  /**
   * Creates a model.
   *
   * @param description the description, whose features are the classifier's input, in order
   */
  SohModel(Classifier classifier, ModelDescription description, List<Feature> features) {
    this.classifier = classifier;
    this.description = description;
    this.features = List.copyOf(features);
    this.powerFactor = features.indexOf(Feature.PF);
    this.substitutes =
        description.features().stream()
            .mapToDouble(
                feature -> feature.substitute() == null ? Double.NaN : feature.substitute())
            .toArray();
  }

  /** Returns the model's description. */
  public ModelDescription description() {
    return description;
  }

  /** Returns the version, as in {@code heat_pf}. */
  public String version() {
    return description.version();
  }

  /** Scores a reading of a facility of which nothing is known. */
  public SohScore score(HeatReading reading) {
    return score(reading, FacilityValues.UNKNOWN);
  }

  /**
   * Scores a reading. Without all four power factors it gets no state. The median of the training
   * data replaces any other absent feature.
   */
  public SohScore score(HeatReading reading, FacilityValues facility) {
    return score(reading, input(reading, facility.ratedPower()), facility);
  }

  /**
   * Scores a reading with its input to the model.
   *
   * @param input the result of {@link #input}
   */
  public SohScore score(HeatReading reading, Optional<double[]> input, FacilityValues facility) {
    double temperature = reading.value(Measure.TEMPERATURE);
    PowerFactors powerFactors = PowerFactors.of(reading);
    if (input.isEmpty()) {
      return SohScore.withoutState(temperature, powerFactors);
    }

    double[] probabilities = probabilities(input.get());
    SohState state =
        facility
            .limits()
            .map(limits -> limits.stateAt(powerFactors.average()))
            .orElseGet(() -> state(input.get(), probabilities));
    return SohScore.of(temperature, powerFactors, state, probabilities);
  }

  /**
   * Returns the input of the model: a reading's features in order, absent ones substituted; empty
   * if the reading lacks a power factor.
   */
  public Optional<double[]> input(HeatReading reading, double ratedPower) {
    PowerFactors powerFactors = PowerFactors.of(reading);
    if (!powerFactors.areKnown()) {
      return Optional.empty();
    }

    double[] input = Feature.values(features, new Feature.Given(reading, powerFactors, ratedPower));
    for (int i = 0; i < input.length; i++) {
      if (Double.isNaN(input[i])) {
        input[i] = substitutes[i];
      }
    }

    return Optional.of(input);
  }

  /** Returns the probability of each state for an input. */
  public double[] probabilities(double[] input) {
    double[] probabilities = new double[SohState.ALL.size()];
    classifier.score(input, probabilities);
    return probabilities;
  }

  /**
   * Returns the predicted state: by the limits of the power factor if the description has them,
   * otherwise the most probable one.
   *
   * @param probabilities those of the input
   */
  public SohState state(double[] input, double[] probabilities) {
    StateLimits limits = description.stateLimits();
    return limits == null
        ? SohState.mostProbable(probabilities)
        : limits.stateAt(input[powerFactor]);
  }
}
