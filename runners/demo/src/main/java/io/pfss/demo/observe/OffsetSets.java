package io.pfss.demo.observe;

import java.util.HashMap;
import java.util.Map;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Which offsets of a topic were seen: a compressed set for each partition, so that a day of
 * readings takes kilobytes. Not thread-safe.
 */
final class OffsetSets {
  private final Map<Integer, Roaring64Bitmap> partitions = new HashMap<>();

  /** Notes an offset; answers whether it is new. */
  boolean add(int partition, long offset) {
    Roaring64Bitmap offsets = partitions.computeIfAbsent(partition, p -> new Roaring64Bitmap());
    if (offsets.contains(offset)) {
      return false;
    }

    offsets.addLong(offset);
    return true;
  }

  /** Notes offsets. */
  void addAll(int partition, Roaring64Bitmap offsets) {
    partitions.computeIfAbsent(partition, p -> new Roaring64Bitmap()).or(offsets);
  }

  /** Forgets an offset, if it was noted. */
  void remove(int partition, long offset) {
    Roaring64Bitmap offsets = partitions.get(partition);
    if (offsets != null) {
      offsets.removeLong(offset);
    }
  }

  /** Takes out of a set what was seen. */
  void removeFrom(int partition, Roaring64Bitmap others) {
    Roaring64Bitmap offsets = partitions.get(partition);
    if (offsets != null) {
      others.andNot(offsets);
    }
  }

  /** How many distinct offsets of {@code [from, to)} were seen. */
  long countBetween(int partition, long from, long to) {
    Roaring64Bitmap offsets = partitions.get(partition);
    if (offsets == null || to <= from) {
      return 0;
    }

    long before = from == 0 ? 0 : offsets.rankLong(from - 1);
    return offsets.rankLong(to - 1) - before;
  }
}
