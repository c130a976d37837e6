// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.audit;

import io.pfss.pipeline.warehouse.GapKind;
import io.pfss.pipeline.warehouse.OffsetGap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Classifies the gaps of a partition by kind. Not thread-safe. */
final class SortedGaps {
  private final int partition;
  private final Map<GapKind, OffsetGap> sorted = new EnumMap<>(GapKind.class);
  private Roaring64Bitmap left = new Roaring64Bitmap();
  private long missing;

  SortedGaps(int partition) {
    this.partition = partition;
  }

  /** Begins a gap. The unclassified offsets of the previous gap are discarded. */
  void begin(Roaring64Bitmap gap, long missingOfGap) {
    left = gap.clone();
    missing = missingOfGap;
  }

  /** Returns the offsets of the gap that are not classified yet. */
  Roaring64Bitmap left() {
    return left;
  }

  /**
   * Classifies the offsets of the gap that are in a set. If it is unknown which offsets of a gap
   * are missing, earlier kinds explain as many of them as possible.
   */
  void classify(GapKind kind, Roaring64Bitmap offsets) {
    Roaring64Bitmap taken = left.clone();
    taken.and(offsets);
    left.andNot(taken);
    long count = Math.min(missing, taken.getLongCardinality());
    missing -= count;
    if (count > 0) {
      sorted.merge(kind, new OffsetGap(partition, kind, taken, count), SortedGaps::joined);
    }
  }

  /** Classifies all remaining offsets of the gap. */
  void classifyRest(GapKind kind) {
    classify(kind, left.clone());
  }

  /** Returns the gaps, one per kind. */
  List<OffsetGap> gaps() {
    return new ArrayList<>(sorted.values());
  }

  private static OffsetGap joined(OffsetGap one, OffsetGap other) {
    Roaring64Bitmap both = one.offsets().clone();
    both.or(other.offsets());
    return new OffsetGap(one.partition(), one.kind(), both, one.missing() + other.missing());
  }
}
