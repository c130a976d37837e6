package io.pfss.simulator.generate;

import java.time.Duration;

/**
 * How a virtual facility's health comes and goes.
 *
 * @param shortestDwell the least time between two changes of regime
 * @param longestDwell the most
 * @param drift how long a change takes: the time constant of the power factor's way to its new
 *     level
 * @param stopShare the share of regimes in which the facility stands still
 * @param labelInterval how often the label is taken: it stays the same in between, as people give
 *     it by the hour; zero for always
 * @param labelNoise the share of labels that are wrong by one state
 */
public record RegimeSettings(
    Duration shortestDwell,
    Duration longestDwell,
    Duration drift,
    double stopShare,
    Duration labelInterval,
    double labelNoise) {

  /** Changes within a minute, so that a newcomer sees every state soon. */
  public static RegimeSettings demo() {
    return new RegimeSettings(
        Duration.ofSeconds(15), Duration.ofSeconds(45), Duration.ofSeconds(5), 0, Duration.ZERO, 0);
  }

  /** Changes over hours, with hourly labels of which some are wrong, as the real data have them. */
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
      throw new IllegalArgumentException("The drift takes no time: " + drift);
    }
  }
}
