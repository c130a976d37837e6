package io.pfss.models.soh;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.util.List;
import java.util.Optional;

/**
 * Tells the state of health of a facility from one reading: a classifier on some of its features.
 * Immutable and thread-safe; {@link ModelStore} loads it.
 */
public final class SohModel {
  private final Classifier classifier;
  private final ModelDescription description;
  private final List<Feature> features;
  private final double[] substitutes;
  private final boolean needsRatedPower;

  /**
   * A model.
   *
   * @param description whose features the classifier asks for, in their order
   */
  SohModel(Classifier classifier, ModelDescription description, List<Feature> features) {
    this.classifier = classifier;
    this.description = description;
    this.features = List.copyOf(features);
    this.needsRatedPower = features.stream().anyMatch(Feature::needsRatedPower);
    this.substitutes =
        description.features().stream()
            .mapToDouble(
                feature -> feature.substitute() == null ? Double.NaN : feature.substitute())
            .toArray();
  }

  /** What is known of the model. */
  public ModelDescription description() {
    return description;
  }

  /** The version, as {@code heat_pf} has it. */
  public String version() {
    return description.version();
  }

  /** Whether what it says hangs on the facility's rated power. */
  public boolean needsRatedPower() {
    return needsRatedPower;
  }

  /** Scores a reading of a facility whose rated power is not known. */
  public SohScore score(HeatReading reading) {
    return score(reading, Double.NaN);
  }

  /**
   * Scores a reading. One that lacks a power factor gets no state; where another feature is absent
   * the training data's median stands in for it.
   *
   * @param ratedPower of the facility in VA; {@code NaN} if it is not known
   */
  public SohScore score(HeatReading reading, double ratedPower) {
    return score(reading, input(reading, ratedPower));
  }

  /**
   * Scores a reading whose input to the model is known.
   *
   * @param input as {@link #input} answers
   */
  public SohScore score(HeatReading reading, Optional<double[]> input) {
    double temperature = reading.value(Measure.TEMPERATURE);
    PowerFactors powerFactors = PowerFactors.of(reading);
    return input.isPresent()
        ? SohScore.of(temperature, powerFactors, probabilities(input.get()))
        : SohScore.withoutState(temperature, powerFactors);
  }

  /**
   * The input of the model: a reading's features in order, absent ones substituted; empty if the
   * reading lacks a power factor.
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

  /** The probability of each state at an input. */
  public double[] probabilities(double[] input) {
    double[] probabilities = new double[SohState.ALL.size()];
    classifier.score(input, probabilities);
    return probabilities;
  }
}
