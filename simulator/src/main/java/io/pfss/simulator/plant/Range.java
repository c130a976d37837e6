// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

import java.util.SplittableRandom;

/**
 * A range that values are drawn from, evenly.
 *
 * @param low the least value
 * @param high the greatest value, above {@code low}
 */
record Range(double low, double high) {
  /** Returns half of this range, at a random place within it. */
  Range half(SplittableRandom random) {
    double width = (high - low) / 2;
    double start = low + width * random.nextDouble();
    return new Range(start, start + width);
  }

  double draw(SplittableRandom random) {
    return low + (high - low) * random.nextDouble();
  }

  long drawWhole(SplittableRandom random) {
    return Math.round(draw(random));
  }
}
