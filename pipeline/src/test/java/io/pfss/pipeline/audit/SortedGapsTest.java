// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roaringbitmap.longlong.Roaring64Bitmap.bitmapOf;

import io.pfss.pipeline.warehouse.GapKind;
import io.pfss.pipeline.warehouse.OffsetGap;
import org.junit.jupiter.api.Test;

class SortedGapsTest {
  private final SortedGaps sorted = new SortedGaps(3);

  @Test
  void offsetHasFirstMatchingKind() {
    sorted.begin(bitmapOf(1, 2, 5), 3);
    sorted.classify(GapKind.DEAD_LETTER, bitmapOf(2, 7));
    sorted.classify(GapKind.OPEN_WINDOW, bitmapOf(2));
    sorted.begin(bitmapOf(7, 8), 2);
    sorted.classify(GapKind.DEAD_LETTER, bitmapOf(2, 7));
    sorted.classifyRest(GapKind.LOSS);

    assertThat(sorted.gaps())
        .containsExactly(
            new OffsetGap(3, GapKind.DEAD_LETTER, bitmapOf(2, 7), 2),
            new OffsetGap(3, GapKind.LOSS, bitmapOf(8), 1));
  }

  /** The missing offsets include committed rows that retention has deleted. */
  @Test
  void noLossIfOtherKindsExplainAllMissing() {
    sorted.begin(bitmapOf(1, 2, 3, 4, 5, 6), 3);
    sorted.classify(GapKind.DEAD_LETTER, bitmapOf(2));
    sorted.classify(GapKind.DELETED, bitmapOf(1, 3, 4));
    sorted.classify(GapKind.LOSS, bitmapOf(5, 6));

    assertThat(sorted.left().isEmpty()).isTrue();
    assertThat(sorted.gaps())
        .containsExactly(
            new OffsetGap(3, GapKind.DEAD_LETTER, bitmapOf(2), 1),
            new OffsetGap(3, GapKind.DELETED, bitmapOf(1, 3, 4), 2));
  }
}
