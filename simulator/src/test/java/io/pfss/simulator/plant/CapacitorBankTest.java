// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CapacitorBankTest {
  private static final double POWER = 30_000;

  private final CapacitorBank bank = new CapacitorBank(new SplittableRandom(2), POWER, 1_000);

  @Test
  void switchesOneStepAfterTheOtherWithADelay() {
    assertThat(bank.next(POWER, 1)).isZero();
    int before = 0;
    int changed = 0;
    for (int minute = 0; minute < 120; minute++) {
      bank.next(POWER, 1);
      assertThat(bank.switchedIn() - before).isBetween(0, 1);
      changed += bank.switchedIn() - before;
      before = bank.switchedIn();
    }

    assertThat(bank.next(POWER, 1)).isCloseTo(POWER, within(0.01 * POWER));
    assertThat(changed).isEqualTo(before).isGreaterThanOrEqualTo(3);
  }

  @Test
  void doesNotChatterWhereNoStepFits() {
    for (int demand = 2_000; demand < POWER; demand += 500) {
      for (int minute = 0; minute < 120; minute++) {
        bank.next(demand, 1);
      }

      int settled = bank.switchedIn();
      for (int minute = 0; minute < 60; minute++) {
        bank.next(demand, 1);
        assertThat(bank.switchedIn()).isEqualTo(settled);
      }
    }
  }

  @Test
  void switchesOutWithLittleDemand() {
    for (int minute = 0; minute < 120; minute++) {
      bank.next(POWER, 1);
    }

    assertThat(bank.next(1_000, 1)).isZero();
    assertThat(bank.switchedIn()).isZero();
  }

  @Test
  void aFaultTakesCapacityAndSoDoesTime() {
    for (int minute = 0; minute < 120; minute++) {
      bank.next(POWER, 1);
    }

    double healthy = bank.next(POWER, 1);
    assertThat(bank.next(POWER, 0.25)).isCloseTo(healthy / 4, within(0.01 * healthy));
    double before = bank.capacity();
    for (int minute = 0; minute < 10_000; minute++) {
      bank.next(POWER, 1);
    }

    assertThat(bank.capacity()).isLessThan(before).isGreaterThan(0.95);
  }
}
