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

  /** Those of a partition, which may be changed. */
  Roaring64Bitmap of(int partition) {
    return partitions.computeIfAbsent(partition, any -> new Roaring64Bitmap());
  }

  /** Notes an offset; answers whether it is new. */
  boolean add(int partition, long offset) {
    boolean isNew = !of(partition).contains(offset);
    of(partition).addLong(offset);
    return isNew;
  }

  /** How many distinct offsets of {@code [from, to)} were seen. */
  long countBetween(int partition, long from, long to) {
    if (to <= from) {
      return 0;
    }

    long before = from == 0 ? 0 : of(partition).rankLong(from - 1);
    return of(partition).rankLong(to - 1) - before;
  }
}
