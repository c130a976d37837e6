package io.pfss.trials.e2e;

import io.pfss.pipeline.element.SourceOffset;
import java.util.HashMap;
import java.util.Map;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** How often each position has been seen. Thread-safe; takes a bit for each, or less. */
public final class Positions {
  private static final int OFFSET_BITS = 48;

  private final Roaring64Bitmap seen = new Roaring64Bitmap();

  /** How often after the first time; without those seen once. */
  private final Map<Long, Integer> again = new HashMap<>();

  /** Counts a position. */
  public synchronized void add(SourceOffset position) {
    long key = ((long) position.partition() << OFFSET_BITS) + position.offset();
    if (seen.contains(key)) {
      again.merge(key, 1, Integer::sum);
    } else {
      seen.addLong(key);
    }
  }

  /** How many positions have been seen. */
  public synchronized long distinct() {
    return seen.getLongCardinality();
  }

  /** How many of these positions others lack. */
  public long lackedBy(Positions others) {
    Roaring64Bitmap lacked = copy();
    lacked.andNot(others.copy());
    return lacked.getLongCardinality();
  }

  /** How often positions of these others have been seen after the first time. */
  public long repeatsOf(Positions... others) {
    Roaring64Bitmap counted = new Roaring64Bitmap();
    for (Positions each : others) {
      counted.or(each.copy());
    }

    synchronized (this) {
      return again.entrySet().stream()
          .filter(repeat -> counted.contains(repeat.getKey()))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  private synchronized Roaring64Bitmap copy() {
    Roaring64Bitmap copy = new Roaring64Bitmap();
    copy.or(seen);
    return copy;
  }
}
