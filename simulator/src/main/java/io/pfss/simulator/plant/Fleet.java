// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

import java.util.SplittableRandom;

/**
 * The ranges that the facilities of a seed are drawn from. Another seed has other ranges, so that
 * its facilities are another population, and not only other draws.
 *
 * @param ratedPower rated active power, W
 * @param noLoad reactive power without load (Q0), as a share of the rated power
 * @param quadratic reactive power that grows with the square of the load (k), as a share
 * @param shiftStart start of the working day, hours after midnight
 * @param shiftHours length of the working day, h
 * @param overtimeShare share of the working days that last longer
 * @param faultsPerDay faults of a facility on a day
 * @param warningMinutes time from the first precursor to the fault, min
 * @param repairMinutes time from the fault to the repair, min
 * @param stopsPerDay unplanned stops of a facility on a day
 */
record Fleet(
    Range ratedPower,
    Range noLoad,
    Range quadratic,
    Range shiftStart,
    Range shiftHours,
    Range overtimeShare,
    Range faultsPerDay,
    Range warningMinutes,
    Range repairMinutes,
    Range stopsPerDay) {

  /** Returns the ranges of a seed. */
  static Fleet of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Fleet(
        new Range(15_000, 250_000).half(random),
        new Range(0.28, 0.5).half(random),
        new Range(0.1, 0.35).half(random),
        new Range(5.5, 9.5).half(random),
        new Range(8, 17).half(random),
        new Range(0.2, 0.6).half(random),
        new Range(0.25, 0.9).half(random),
        new Range(30, 160).half(random),
        new Range(30, 120).half(random),
        new Range(0.02, 0.15).half(random));
  }
}
