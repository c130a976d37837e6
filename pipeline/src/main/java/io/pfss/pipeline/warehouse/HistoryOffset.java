// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.models.reading.HeatReading;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ReceivedReadingCoder;
import io.pfss.pipeline.element.SourceOffset;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.Hashing;

/**
 * Offsets for readings that were never in Kafka. The same file or reading always gets the same
 * offsets, so a reading that is written twice is stored once. No real topic has such partitions.
 */
public final class HistoryOffset {
  /** The first partition that is not one of Kafka. */
  public static final int FIRST_PARTITION = 1 << 30;

  private static final int INDEX_BITS = 32;
  private static final SourceOffset NONE = new SourceOffset(0, 0);

  private HistoryOffset() {}

  /**
   * Returns the offset of a reading in a file. It has 61 bits of the file's SHA-256, 30 in the
   * partition and 31 in the upper half of the offset, and the index of the reading.
   *
   * @param sha256 hash of everything that determines the readings of the file
   * @param index index of the reading in the file, from 0; less than 2^32
   */
  public static SourceOffset of(byte[] sha256, long index) {
    if (index < 0 || index >= 1L << INDEX_BITS) {
      throw new IllegalArgumentException(
          "The index of a reading in a file must be from 0 to 2^32 - 1: " + index);
    }

    ByteBuffer hash = ByteBuffer.wrap(sha256);
    int partition = FIRST_PARTITION | (hash.getInt() & (FIRST_PARTITION - 1));
    long upper = hash.getInt() & Integer.MAX_VALUE;
    return new SourceOffset(partition, upper << INDEX_BITS | index);
  }

  /**
   * Returns the offset of a single reading: 63 bits of the SHA-256 of its sensor, time, measures
   * and unknown fields, in {@link #FIRST_PARTITION}. Equal readings have equal offsets. The
   * warehouse compares the readings of one window: two of n different readings get the same offset,
   * and one of them is dropped, with a probability of n²/2^64; for a million that is 5 · 10^-8.
   */
  public static SourceOffset of(HeatReading reading) {
    ReceivedReading alone = new ReceivedReading(reading, NONE, 0);
    ByteBuffer bytes = ByteBuffer.allocate(ReceivedReadingCoder.maxBytes(alone));
    ReceivedReadingCoder.write(alone, bytes);
    return of(Arrays.copyOf(bytes.array(), bytes.position()));
  }

  /** Returns the offset of content that may not be a reading, calculated in the same way. */
  public static SourceOffset of(byte[] content) {
    long hash = ByteBuffer.wrap(Hashing.sha256().hashBytes(content).asBytes()).getLong();
    return new SourceOffset(FIRST_PARTITION, hash & Long.MAX_VALUE);
  }
}
