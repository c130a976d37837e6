package io.pfss.models.soh;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a model says of one reading. Immutable.
 *
 * <p>A reading that lacks a measure that the model cannot do without has power factors as far as
 * they are known, and no state.
 *
 * @param temperature in °C, as measured; {@code NaN} where it is absent
 * @param powerFactors of the reading
 * @param state of health; empty where the model could not tell
 * @param probabilities of each of {@link SohState#ALL}, in that order; empty without a state
 */
public record SohScore(
    double temperature,
    PowerFactors powerFactors,
    Optional<SohState> state,
    List<Double> probabilities) {

  /**
   * A score with a state.
   *
   * @param temperature in °C, as measured; {@code NaN} if absent
   * @param powerFactors of the reading
   * @param probabilities of each of {@link SohState#ALL}, in that order; the state is the
   *     greatest's
   */
  public static SohScore of(double temperature, PowerFactors powerFactors, double[] probabilities) {
    if (probabilities.length != SohState.ALL.size()) {
      throw new IllegalArgumentException(
          "Expected " + SohState.ALL.size() + " probabilities: " + Arrays.toString(probabilities));
    }

    Double[] each = new Double[probabilities.length];
    Arrays.setAll(each, i -> probabilities[i]);
    return new SohScore(
        temperature,
        powerFactors,
        Optional.of(SohState.mostProbable(probabilities)),
        List.of(each));
  }

  /** The score of a reading that no state can be told of. */
  public static SohScore withoutState(double temperature, PowerFactors powerFactors) {
    return new SohScore(temperature, powerFactors, Optional.empty(), List.of());
  }

  /**
   * The probability of a state, 0…1.
   *
   * @throws IllegalStateException if this score has no state
   */
  public double probability(SohState of) {
    if (probabilities.isEmpty()) {
      throw new IllegalStateException("The score has no state, so no probabilities: " + this);
    }

    return probabilities.get(of.ordinal());
  }
}
