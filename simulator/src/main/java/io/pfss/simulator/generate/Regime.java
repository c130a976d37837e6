// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.generate;

import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.soh.SohState;
import java.util.SplittableRandom;

/**
 * The health of one virtual facility over time: its power factor drifts between levels of the
 * neighbouring states. Not thread-safe.
 */
final class Regime {
  private static final double MIN_POWER_FACTOR = 0.3;
  private static final double MAX_POWER_FACTOR = 0.99;
  // Distance from the limits, so that a settled regime is clearly in its state.
  private static final double MARGIN = 0.04;

  private final SplittableRandom random;
  private final RegimeSettings settings;
  private SohState target;
  private double level;
  private double powerFactor;
  private boolean stopped;
  private long changeMillis = Long.MIN_VALUE;
  private long lastMillis;
  private long labelMillis = Long.MIN_VALUE;
  private SohState label;

  Regime(SplittableRandom random, RegimeSettings settings) {
    this.random = random;
    this.settings = settings;
    this.target = SohState.ALL.get(random.nextInt(SohState.ALL.size()));
    this.level = levelOf(target);
    this.powerFactor = level;
    this.label = state();
  }

  /** Advances to a later time. */
  void advanceTo(long timeMillis) {
    if (changeMillis == Long.MIN_VALUE) {
      changeMillis = timeMillis + dwell();
    } else {
      double share = (timeMillis - lastMillis) / (double) settings.drift().toMillis();
      powerFactor += (level - powerFactor) * (1 - Math.exp(-share));
    }

    while (timeMillis >= changeMillis) {
      target = neighbour(target);
      level = levelOf(target);
      stopped = random.nextDouble() < settings.stopShare();
      changeMillis += dwell();
    }

    lastMillis = timeMillis;
    if (labelMillis == Long.MIN_VALUE
        || timeMillis - labelMillis >= settings.labelInterval().toMillis()) {
      label = random.nextDouble() < settings.labelNoise() ? neighbour(state()) : state();
      labelMillis = timeMillis;
    }
  }

  /** Returns the power factor of all phases together, without noise. */
  double powerFactor() {
    return powerFactor;
  }

  /** Whether the facility is stopped: P = 0. */
  boolean stopped() {
    return stopped;
  }

  /** Returns the state as a person would label it. */
  SohState label() {
    return label;
  }

  /** Returns the true state; WARNING for a stopped facility, as in the real data. */
  private SohState state() {
    return stopped ? SohState.WARNING : PowerFactorRule.AI_HUB.stateAt(powerFactor);
  }

  private SohState neighbour(SohState state) {
    return switch (state) {
      case NORMAL, WARNING -> SohState.CAUTION;
      case CAUTION -> random.nextBoolean() ? SohState.NORMAL : SohState.WARNING;
    };
  }

  private double levelOf(SohState state) {
    return switch (state) {
      case NORMAL -> random.nextDouble(PowerFactorRule.AI_HUB.normal() + MARGIN, MAX_POWER_FACTOR);
      case CAUTION ->
          random.nextDouble(
              PowerFactorRule.AI_HUB.warning() + MARGIN, PowerFactorRule.AI_HUB.normal() - MARGIN);
      case WARNING ->
          random.nextDouble(MIN_POWER_FACTOR, PowerFactorRule.AI_HUB.warning() - MARGIN);
    };
  }

  private long dwell() {
    long shortest = settings.shortestDwell().toMillis();
    return shortest + random.nextLong(settings.longestDwell().toMillis() - shortest + 1);
  }
}
