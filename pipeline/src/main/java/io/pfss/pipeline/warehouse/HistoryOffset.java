package io.pfss.pipeline.warehouse;

import io.pfss.models.reading.HeatReading;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ReceivedReadingCoder;
import io.pfss.pipeline.element.SourceOffset;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.Hashing;

/**
 * Offsets of readings that never were in Kafka: the same file, and the same reading, give the same
 * ones, so that what is written twice is kept once. Their partitions are above any of a real topic.
 */
public final class HistoryOffset {
  /** The first number of a partition that is none of Kafka. */
  public static final int FIRST_PARTITION = 1 << 30;

  private static final int INDEX_BITS = 32;
  private static final SourceOffset NONE = new SourceOffset(0, 0);

  private HistoryOffset() {}

  /**
   * The offset of a reading: 61 bits of the file's SHA-256, 30 in the partition and 31 in the
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
    int partition = FIRST_PARTITION | (hash.getInt() & (FIRST_PARTITION - 1));
    long upper = hash.getInt() & Integer.MAX_VALUE;
    return new SourceOffset(partition, upper << INDEX_BITS | index);
  }

  /**
   * The offset of a reading that comes by itself: 63 bits of the SHA-256 of its sensor, time,
   * measures and unknown fields, in the first partition that is none of Kafka. Two equal readings
   * are one. The warehouse compares the readings of one window: of n different ones two get the
   * same offset, and one of them is left out, with a probability of n²/2^64; of a million that is 5
   * · 10^-8.
   */
  public static SourceOffset of(HeatReading reading) {
    ReceivedReading alone = new ReceivedReading(reading, NONE, 0);
    ByteBuffer bytes = ByteBuffer.allocate(ReceivedReadingCoder.maxBytes(alone));
    ReceivedReadingCoder.write(alone, bytes);
    return of(Arrays.copyOf(bytes.array(), bytes.position()));
  }

  /** The offset of bytes that come by themselves, and may be no reading: as that of a reading. */
  public static SourceOffset of(byte[] content) {
    long hash = ByteBuffer.wrap(Hashing.sha256().hashBytes(content).asBytes()).getLong();
    return new SourceOffset(FIRST_PARTITION, hash & Long.MAX_VALUE);
  }
}
