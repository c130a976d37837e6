// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The score of one reading. Immutable.
 *
 * <p>A reading that lacks a power factor has no state; its score still has the other power factors.
 */
public final class SohScore {
  private final double temperature;
  private final PowerFactors powerFactors;
  private final double @Nullable [] probabilities;
  private final @Nullable SohState state;

  private SohScore(
      double temperature,
      PowerFactors powerFactors,
      @Nullable SohState state,
      double @Nullable [] probabilities) {
    this.temperature = temperature;
    this.powerFactors = powerFactors;
    this.state = state;
    this.probabilities = probabilities;
  }

  /**
   * Returns a score with a state.
   *
   * @param temperature in °C, as measured; {@code NaN} if absent
   * @param powerFactors the reading's power factors
   * @param state the predicted state, which need not be the most probable one
   * @param probabilities the probability of each of {@link SohState#ALL}, in that order
   */
  public static SohScore of(
      double temperature, PowerFactors powerFactors, SohState state, double[] probabilities) {
    if (probabilities.length != SohState.ALL.size()) {
      throw new IllegalArgumentException(
          "Expected " + SohState.ALL.size() + " probabilities: " + Arrays.toString(probabilities));
    }

    return new SohScore(temperature, powerFactors, state, probabilities.clone());
  }

  /** Returns the score of a reading without a state. */
  public static SohScore withoutState(double temperature, PowerFactors powerFactors) {
    return new SohScore(temperature, powerFactors, null, null);
  }

  /** Returns the measured temperature in °C; {@code NaN} if it is absent. */
  public double temperature() {
    return temperature;
  }

  /** Returns the reading's power factors. */
  public PowerFactors powerFactors() {
    return powerFactors;
  }

  /** Returns the state of health; empty if the reading lacks a power factor. */
  public Optional<SohState> state() {
    return Optional.ofNullable(state);
  }

  /**
   * Returns the probability of a state, 0…1.
   *
   * @throws IllegalStateException if this score has no state
   */
  public double probability(SohState of) {
    if (probabilities == null) {
      throw new IllegalStateException("The score has no state, so no probabilities: " + this);
    }

    return probabilities[of.ordinal()];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SohScore that
        && Double.compare(temperature, that.temperature) == 0
        && powerFactors.equals(that.powerFactors)
        && state == that.state
        && Arrays.equals(probabilities, that.probabilities);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Double.hashCode(temperature) + powerFactors.hashCode())
        + Arrays.hashCode(probabilities);
  }

  @Override
  public String toString() {
    return "SohScore{"
        + state
        + " "
        + Arrays.toString(probabilities)
        + ", "
        + powerFactors
        + ", temperature="
        + temperature
        + '}';
  }
}
