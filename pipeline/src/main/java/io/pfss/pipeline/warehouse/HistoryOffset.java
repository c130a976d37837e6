package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.SourceOffset;
import java.nio.ByteBuffer;

/**
 * Positions of readings that never were in Kafka but in a file: the same file gives the same ones,
 * so that what is loaded twice is kept once. Their partitions are above any of a real topic.
 */
public final class HistoryOffset {
  /** The first number of a partition that is none of Kafka. */
  public static final int FIRST_PARTITION = 1 << 30;

  private static final int INDEX_BITS = 32;

  private HistoryOffset() {}

  /**
   * The position of a reading: 61 bits of the file's SHA-256, 30 in the partition and 31 in the
   * offset's upper half, and the reading's place in the file.
   *
   * @param sha256 of all that makes the file's readings what they are
   * @param index the reading's place, from 0; less than 2^32
   */
  public static SourceOffset of(byte[] sha256, long index) {
    if (index < 0 || index >= 1L << INDEX_BITS) {
      throw new IllegalArgumentException("A file holds at most 2^32 readings: " + index);
    }

    ByteBuffer hash = ByteBuffer.wrap(sha256);
    int partition = FIRST_PARTITION | hash.getInt() & FIRST_PARTITION - 1;
    long upper = hash.getInt() & Integer.MAX_VALUE;
    return new SourceOffset(partition, upper << INDEX_BITS | index);
  }
}
