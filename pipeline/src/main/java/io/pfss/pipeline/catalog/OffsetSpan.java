package io.pfss.pipeline.catalog;

/**
 * Which offsets of a partition the rows of a file are from.
 *
 * @param partition the partition's number
 * @param first the least offset
 * @param last the greatest
 * @param count how many: fewer than between the two where others are in other files
 */
public record OffsetSpan(int partition, long first, long last, long count) {
  /** A span of this offset and those before. */
  public OffsetSpan and(long offset) {
    return new OffsetSpan(partition, Math.min(first, offset), Math.max(last, offset), count + 1);
  }

  /** Whether there may be an offset that is of both. */
  public boolean overlaps(OffsetSpan other) {
    return partition == other.partition && first <= other.last && other.first <= last;
  }

  /** Whether every offset between the first and the last is there. */
  public boolean isComplete() {
    return count == last - first + 1;
  }
}
