// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pfss.models.soh.SohState;
import org.junit.jupiter.api.Test;

class ConfusionTest {
  @Test
  void derivesMeasuresFromCounts() {
    Confusion evaluation = new Confusion();
    add(evaluation, SohState.NORMAL, SohState.NORMAL, 6);
    add(evaluation, SohState.NORMAL, SohState.CAUTION, 2);
    add(evaluation, SohState.CAUTION, SohState.CAUTION, 2);
    add(evaluation, SohState.WARNING, SohState.NORMAL, 4);

    assertThat(evaluation.precision(SohState.NORMAL)).isEqualTo(0.6);
    assertThat(evaluation.recall(SohState.NORMAL)).isEqualTo(0.75);
    assertThat(evaluation.f1(SohState.NORMAL)).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(evaluation.f1(SohState.CAUTION)).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(evaluation.f1(SohState.WARNING)).isZero();
    assertThat(evaluation.macroF1()).isCloseTo(4.0 / 9, within(1e-12));
    assertThat(evaluation.metrics("x_")).containsEntry("x_recall_normal", 0.75).hasSize(10);
  }

  private static void add(Confusion evaluation, SohState truth, SohState predicted, int times) {
    for (int i = 0; i < times; i++) {
      evaluation.add(truth, predicted);
    }
  }
}
