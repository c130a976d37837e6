// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetTest {
  @Test
  void anotherSeedHasOtherRanges() {
    Fleet one = Fleet.of(7);
    Fleet other = Fleet.of(8);

    assertThat(one).isEqualTo(Fleet.of(7));
    assertThat(one.ratedPower()).isNotEqualTo(other.ratedPower());
    assertThat(one.noLoad()).isNotEqualTo(other.noLoad());
    assertThat(one.quadratic()).isNotEqualTo(other.quadratic());
    assertThat(one.shiftStart()).isNotEqualTo(other.shiftStart());
    assertThat(one.shiftHours()).isNotEqualTo(other.shiftHours());
    assertThat(one.faultsPerDay()).isNotEqualTo(other.faultsPerDay());
    assertThat(one.ratedPower().low()).isBetween(15_000.0, 132_500.0);
    assertThat(one.ratedPower().high() - one.ratedPower().low()).isCloseTo(117_500, within(1e-6));
  }

  @Test
  void twentyFacilitiesOfAnySeedHaveAllDuties() {
    for (double offset = 0; offset < 1; offset += 0.01) {
      Set<Duty> found = EnumSet.noneOf(Duty.class);
      for (int number = 1; number <= 20; number++) {
        found.add(Duty.of(offset, number));
      }

      assertThat(found).containsExactlyInAnyOrder(Duty.values());
    }
  }
}
