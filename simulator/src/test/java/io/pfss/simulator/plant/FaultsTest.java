// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.simulator.plant.Fault.Form;
import io.pfss.simulator.plant.Fault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultsTest {
  @Test
  void sharesAreThoseOfTheDescription() {
    Map<Kind, Long> kinds =
        faults(4_000).stream().collect(Collectors.groupingBy(Fault::kind, Collectors.counting()));
    double faults = kinds.get(Kind.ANNOUNCED) + kinds.get(Kind.SUDDEN) + kinds.get(Kind.CREEPING);

    assertThat(kinds.get(Kind.ANNOUNCED) / faults).isBetween(0.6, 0.7);
    assertThat(kinds.get(Kind.SUDDEN) / faults).isBetween(0.17, 0.23);
    assertThat((double) kinds.get(Kind.LOOK_ALIKE) / kinds.get(Kind.ANNOUNCED)).isBetween(0.9, 1.1);
  }

  @Test
  void faultsFollowOneAnother() {
    List<Fault> faults = faults(500);

    for (int i = 1; i < faults.size(); i++) {
      assertThat(faults.get(i).begin()).isGreaterThan(faults.get(i - 1).end());
    }
  }

  @Test
  void heatComesBeforeTheCapacityFalls() {
    Fault fault = fault(Kind.ANNOUNCED, Form.ELEMENTS);

    assertThat(fault.heat(99)).isZero();
    assertThat(fault.heat(125)).isPositive();
    assertThat(fault.capacity(125)).isEqualTo(1);
    assertThat(fault.imbalance(125)).isZero();
    assertThat(fault.capacity(180)).isLessThan(0.8);
    assertThat(fault.imbalance(180)).isGreaterThan(fault.imbalance(150));
    assertThat(fault.capacity(199)).isGreaterThan(0.4);
    assertThat(fault.capacity(210)).isEqualTo(0.1);
    assertThat(fault.capacity(260)).isEqualTo(1);
  }

  @Test
  void aLookAlikeIsTheSameUntilItsEnd() {
    for (Form form : Form.values()) {
      Fault fault = fault(Kind.ANNOUNCED, form);
      Fault harmless = fault(Kind.LOOK_ALIKE, form);
      for (long minute = 90; minute < 200; minute++) {
        assertThat(harmless.heat(minute)).isEqualTo(fault.heat(minute));
        assertThat(harmless.imbalance(minute)).isEqualTo(fault.imbalance(minute));
        assertThat(harmless.capacity(minute)).isEqualTo(fault.capacity(minute));
        assertThat(harmless.fuseBlown(minute)).isEqualTo(fault.fuseBlown(minute));
      }

      assertThat(harmless.capacity(201)).isEqualTo(1);
      assertThat(harmless.fuseBlown(201)).isFalse();
      assertThat(fault.capacity(201)).isEqualTo(0.1);
    }
  }

  @Test
  void aFuseIsOfOnePhaseOnly() {
    Fault fault = fault(Kind.ANNOUNCED, Form.FUSE);

    assertThat(fault.fuseBlown(125)).isFalse();
    assertThat(fault.fuseBlown(150)).isTrue();
    assertThat(fault.capacity(150)).isEqualTo(1);
  }

  @Test
  void aSuddenFaultHasNoSign() {
    Fault fault = new Fault(Kind.SUDDEN, Form.ELEMENTS, 0, 200, 200, 260, 0.5, 0.1);

    assertThat(fault.capacity(199)).isEqualTo(1);
    assertThat(fault.heat(199) + fault.imbalance(199)).isZero();
    assertThat(fault.capacity(200)).isEqualTo(0.1);
  }

  @Test
  void aCreepingFaultHasNeitherHeatNorImbalance() {
    Fault fault = fault(Kind.CREEPING, Form.FUSE);

    assertThat(fault.capacity(150)).isBetween(0.5, 0.6);
    assertThat(fault.heat(150) + fault.imbalance(150)).isZero();
    assertThat(fault.fuseBlown(150)).isFalse();
    assertThat(fault.capacity(230)).isEqualTo(0.1);
  }

  private static Fault fault(Kind kind, Form form) {
    return new Fault(kind, form, 1, 100, 200, 260, 0.5, 0.1);
  }

  private static List<Fault> faults(int count) {
    Faults faults = new Faults(new SplittableRandom(1), Fleet.of(1), 0);
    List<Fault> found = new ArrayList<>();
    Fault fault = faults.at(1);
    while (found.size() < count) {
      found.add(fault);
      fault = faults.at(fault.end());
    }

    return found;
  }
}
