// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * The link of a meter, which loses readings or delays them: single ones, and all of an outage. Not
 * thread-safe.
 */
final class Link {
  private static final double OUTAGES_PER_MINUTE = 0.15 / 1440;
  private static final double LOST_SHARE = 0.003;
  private static final double LATE_SHARE = 0.01;
  private static final Range OUTAGE = new Range(4, 120);
  private static final Range DELAY = new Range(1, 25);

  private final SplittableRandom random;
  private long outageTo = Long.MIN_VALUE;
  private boolean buffered;

  Link(SplittableRandom random) {
    this.random = random;
  }

  /** Returns the minute in which the next reading arrives; empty if it is lost. */
  OptionalLong arrival(long minute) {
    if (minute >= outageTo && random.nextDouble() < OUTAGES_PER_MINUTE) {
      outageTo = minute + OUTAGE.drawWhole(random);
      buffered = random.nextBoolean();
    }

    double fate = random.nextDouble();
    long delay = DELAY.drawWhole(random);
    if (minute < outageTo) {
      return buffered ? OptionalLong.of(outageTo) : OptionalLong.empty();
    }

    return fate < LOST_SHARE
        ? OptionalLong.empty()
        : OptionalLong.of(fate < LOST_SHARE + LATE_SHARE ? minute + delay : minute);
  }
}
