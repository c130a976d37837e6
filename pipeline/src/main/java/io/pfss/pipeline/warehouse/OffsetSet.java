// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.SourceOffset;
import java.util.HashMap;
import java.util.Map;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** A set of offsets, compact if they are near each other. */
public final class OffsetSet {
  private final Map<Integer, Roaring64Bitmap> offsets = new HashMap<>();

  /** Adds an offset. Returns whether it was new. */
  public boolean add(SourceOffset position) {
    Roaring64Bitmap partition =
        offsets.computeIfAbsent(position.partition(), any -> new Roaring64Bitmap());
    if (partition.contains(position.offset())) {
      return false;
    }

    partition.addLong(position.offset());
    return true;
  }

  /** Returns the offsets of a partition; not a copy. */
  public Roaring64Bitmap of(int partition) {
    return offsets.getOrDefault(partition, new Roaring64Bitmap());
  }
}
