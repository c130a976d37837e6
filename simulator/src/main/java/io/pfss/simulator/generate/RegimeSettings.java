// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.generate;

import java.time.Duration;

/**
 * How the health of a virtual facility changes.
 *
 * @param shortestDwell the minimum time between two changes of regime
 * @param longestDwell the maximum time between two changes of regime
 * @param drift the time constant with which the power factor approaches its new level
 * @param stopShare the share of regimes in which the facility is stopped
 * @param labelInterval the time for which a label stays the same, as people label by the hour;
 *     zero: each reading is labelled
 * @param labelNoise the share of labels that are wrong by one state
 */
public record RegimeSettings(
    Duration shortestDwell,
    Duration longestDwell,
    Duration drift,
    double stopShare,
    Duration labelInterval,
    double labelNoise) {

  /** Returns settings with changes within a minute, so that a user soon sees every state. */
  public static RegimeSettings demo() {
    return new RegimeSettings(
        Duration.ofSeconds(15), Duration.ofSeconds(45), Duration.ofSeconds(5), 0, Duration.ZERO, 0);
  }

  /**
   * Returns settings with changes over hours and hourly labels, some of them wrong, as in the real
   * data.
   */
  public static RegimeSettings training() {
    return new RegimeSettings(
        Duration.ofHours(2),
        Duration.ofHours(12),
        Duration.ofMinutes(40),
        0.05,
        Duration.ofHours(1),
        0.02);
  }

  public RegimeSettings {
    if (shortestDwell.compareTo(longestDwell) > 0 || shortestDwell.isNegative()) {
      throw new IllegalArgumentException(
          "The shortest dwell is longer than the longest: " + shortestDwell + ", " + longestDwell);
    }

    if (drift.isZero() || drift.isNegative()) {
      throw new IllegalArgumentException("The drift must be positive: " + drift);
    }
  }
}
