// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class DriftTest {
  @Test
  void indexIsZeroWithoutDrift() {
    assertThat(Drift.psi(List.of(0.5, 0.3, 0.2), new long[] {50, 30, 20})).isZero();
    assertThat(Drift.psi(List.of(0.5, 0.5), new long[2])).isZero();
  }

  @Test
  void indexFollowsItsFormula() {
    double expected = 0.25 * Math.log(0.75 / 0.5) - 0.25 * Math.log(0.25 / 0.5);
    assertThat(Drift.psi(List.of(0.5, 0.5), new long[] {75, 25}))
        .isCloseTo(expected, within(1e-12))
        .isGreaterThan(Drift.MAJOR);
    assertThat(Drift.psi(List.of(0.0, 1.0), new long[] {10, 0})).isFinite().isGreaterThan(10);
  }

  @Test
  void rejectsOtherNumberOfBins() {
    assertThatThrownBy(() -> Drift.psi(List.of(1.0), new long[2]))
        .hasMessage("Expected 1 bins, not 2");
    assertThatThrownBy(() -> new Profile.Bins("pf", List.of(0.5), List.of(1.0)))
        .hasMessage("pf has 1 bounds and 1 bins");
  }

  @Test
  void valueUpToBoundIsInItsBin() {
    Profile.Bins bins = new Profile.Bins("pf", List.of(0.6, 0.8), List.of(0.1, 0.2, 0.7));

    assertThat(bins.binOf(-1)).isZero();
    assertThat(bins.binOf(0.6)).isZero();
    assertThat(bins.binOf(0.7)).isEqualTo(1);
    assertThat(bins.binOf(0.9)).isEqualTo(2);
  }
}
