// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

import io.pfss.simulator.plant.Fault.Form;
import io.pfss.simulator.plant.Fault.Kind;
import java.util.SplittableRandom;

/**
 * The faults of a facility, one after another at random times: 65 % have a precursor, 20 % are
 * sudden, 15 % creep; and there are as many look-alikes as precursors. Not thread-safe.
 */
final class Faults {
  private static final double ANNOUNCED_SHARE = 0.65;
  private static final double SUDDEN_SHARE = 0.2;
  private static final Range CREEPING_MINUTES = new Range(180, 720);
  private static final Range LEFT = new Range(0.15, 0.4);
  private static final Range RESIDUAL = new Range(0, 0.2);

  private final SplittableRandom random;
  private final Fleet fleet;
  private final double perMinute;
  private Fault current;

  Faults(SplittableRandom random, Fleet fleet, long firstMinute) {
    this.random = random;
    this.fleet = fleet;
    this.perMinute = fleet.faultsPerDay().draw(random) / 1440;
    this.current = after(firstMinute);
  }

  /** Returns the fault of a minute, or the next one; later minutes must follow. */
  Fault at(long minute) {
    if (minute >= current.end()) {
      current = after(minute);
    }

    return current;
  }

  private Fault after(long minute) {
    double eventsPerMinute = perMinute * (1 + ANNOUNCED_SHARE);
    long begin = minute + 1 + Math.round(-Math.log(1 - random.nextDouble()) / eventsPerMinute);
    Kind kind = kind();
    long onset =
        begin
            + switch (kind) {
              case ANNOUNCED, LOOK_ALIKE -> fleet.warningMinutes().drawWhole(random);
              case SUDDEN -> 0;
              case CREEPING -> CREEPING_MINUTES.drawWhole(random);
            };
    return new Fault(
        kind,
        random.nextDouble() < 0.7 ? Form.ELEMENTS : Form.FUSE,
        random.nextInt(3),
        begin,
        onset,
        onset + fleet.repairMinutes().drawWhole(random),
        LEFT.draw(random),
        RESIDUAL.draw(random));
  }

  private Kind kind() {
    double event = random.nextDouble() * (1 + ANNOUNCED_SHARE);
    if (event >= 1) {
      return Kind.LOOK_ALIKE;
    }

    return event < ANNOUNCED_SHARE
        ? Kind.ANNOUNCED
        : event < ANNOUNCED_SHARE + SUDDEN_SHARE ? Kind.SUDDEN : Kind.CREEPING;
  }
}
