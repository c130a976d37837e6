// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

/**
 * A span of offsets in one partition, for the rows of a file.
 *
 * @param partition number of the partition
 * @param first lowest offset
 * @param last highest offset
 * @param count number of offsets; fewer than the span's length if other files have some of them
 */
public record OffsetSpan(int partition, long first, long last, long count) {
  /** Returns a span that also includes an offset. */
  public OffsetSpan and(long offset) {
    return new OffsetSpan(partition, Math.min(first, offset), Math.max(last, offset), count + 1);
  }

  /** Whether an offset may be in both spans. */
  public boolean overlaps(OffsetSpan other) {
    return partition == other.partition && first <= other.last && other.first <= last;
  }

  /** Whether the span has every offset between the first and the last. */
  public boolean isComplete() {
    return count == last - first + 1;
  }
}
