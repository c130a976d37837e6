package io.pfss.pipeline.audit;

import io.pfss.pipeline.warehouse.GapKind;
import io.pfss.pipeline.warehouse.OffsetGap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Divides the gaps of a partition by kind. Not thread-safe. */
final class SortedGaps {
  private final int partition;
  private final Map<GapKind, OffsetGap> sorted = new EnumMap<>(GapKind.class);
  private Roaring64Bitmap left = new Roaring64Bitmap();
  private long missing;

  SortedGaps(int partition) {
    this.partition = partition;
  }

  /** Goes on with a gap; what is left of the one before is forgotten. */
  void begin(Roaring64Bitmap gap, long missingOfGap) {
    left = gap.clone();
    missing = missingOfGap;
  }

  /** What is not sorted yet of the gap. */
  Roaring64Bitmap left() {
    return left;
  }

  /**
   * Sorts those offsets of the gap that are in a set. Where it is not known which ones of a gap are
   * missing, the kinds that come first explain as many of them as they can.
   */
  void take(GapKind kind, Roaring64Bitmap offsets) {
    Roaring64Bitmap taken = left.clone();
    taken.and(offsets);
    left.andNot(taken);
    long count = Math.min(missing, taken.getLongCardinality());
    missing -= count;
    if (count > 0) {
      sorted.merge(kind, new OffsetGap(partition, kind, taken, count), SortedGaps::joined);
    }
  }

  /** Sorts all that is left of the gap. */
  void takeRest(GapKind kind) {
    take(kind, left.clone());
  }

  /** One for each kind. */
  List<OffsetGap> gaps() {
    return new ArrayList<>(sorted.values());
  }

  private static OffsetGap joined(OffsetGap one, OffsetGap other) {
    Roaring64Bitmap both = one.offsets().clone();
    both.or(other.offsets());
    return new OffsetGap(one.partition(), one.kind(), both, one.missing() + other.missing());
  }
}
