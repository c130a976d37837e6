// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import io.pfss.pipeline.element.SourceOffset;
import java.util.HashMap;
import java.util.Map;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Counts how often each (partition, offset) occurs. Thread-safe. Needs a bit for each, or less. */
public final class Positions {
  private static final int OFFSET_BITS = 48;

  private final Roaring64Bitmap seen = new Roaring64Bitmap();

  /** The number of duplicates; without offsets that occurred once. */
  private final Map<Long, Integer> duplicates = new HashMap<>();

  /** Counts an occurrence of an offset. */
  public synchronized void add(SourceOffset position) {
    long key = ((long) position.partition() << OFFSET_BITS) + position.offset();
    if (seen.contains(key)) {
      duplicates.merge(key, 1, Integer::sum);
    } else {
      seen.addLong(key);
    }
  }

  /** Returns the number of distinct offsets. */
  public synchronized long distinct() {
    return seen.getLongCardinality();
  }

  /** Returns the number of these offsets that are missing in others. */
  public long missingIn(Positions others) {
    Roaring64Bitmap missing = copy();
    missing.andNot(others.copy());
    return missing.getLongCardinality();
  }

  /** Returns the number of duplicates among the offsets that others have too. */
  public long duplicatesOf(Positions... others) {
    Roaring64Bitmap counted = new Roaring64Bitmap();
    for (Positions each : others) {
      counted.or(each.copy());
    }

    synchronized (this) {
      return duplicates.entrySet().stream()
          .filter(entry -> counted.contains(entry.getKey()))
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
