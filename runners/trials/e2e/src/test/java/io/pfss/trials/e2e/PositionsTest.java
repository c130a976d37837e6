// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.element.SourceOffset;
import org.junit.jupiter.api.Test;

class PositionsTest {
  @Test
  void countsDuplicates() {
    Positions positions = positions(at(0, 5), at(1, 5), at(0, 5), at(0, 5), at(9, 1), at(9, 1));

    assertThat(positions.distinct()).isEqualTo(3);
    assertThat(positions.duplicatesOf(positions(at(0, 5)), positions(at(1, 5)))).isEqualTo(2);
    assertThat(positions.duplicatesOf(positions)).isEqualTo(3);
    assertThat(positions.duplicatesOf(positions(at(1, 5), at(0, 4)))).isZero();
  }

  @Test
  void countsOffsetsMissingInOthers() {
    Positions sent = positions(at(0, 0), at(0, 1), at(3, 7), at(3, 1L << 40));

    assertThat(sent.missingIn(positions(at(0, 1), at(0, 2), at(3, 1L << 40)))).isEqualTo(2);
    assertThat(sent.missingIn(sent)).isZero();
    assertThat(sent.distinct()).isEqualTo(4);
  }

  private static Positions positions(SourceOffset... all) {
    Positions positions = new Positions();
    for (SourceOffset position : all) {
      positions.add(position);
    }

    return positions;
  }

  private static SourceOffset at(int partition, long offset) {
    return new SourceOffset(partition, offset);
  }
}
