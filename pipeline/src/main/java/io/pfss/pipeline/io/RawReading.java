package io.pfss.pipeline.io;

import io.pfss.pipeline.element.HeatRecord;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.warehouse.HistoryOffset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The bytes of one reading, from wherever: JSON in UTF-8, as in topic {@code heat}, or what should
 * be.
 *
 * @param partition of its topic; otherwise what {@link HistoryOffset} makes of it
 * @param record its bytes, its offset in the partition, and when it arrived: a reading's time is at
 *     most a day later
 */
@DefaultCoder(RecordCoder.class)
public record RawReading(int partition, HeatRecord record) {
  public RawReading {
    Objects.requireNonNull(record, "record");
  }

  /**
   * A record of Kafka. Its place makes it what it is: equal bytes elsewhere are another reading.
   */
  public static RawReading of(byte[] value, int partition, long offset, long timestampMillis) {
    byte[] content = value == null ? new byte[0] : value;
    return new RawReading(partition, new HeatRecord(offset, timestampMillis, content));
  }

  /** Bytes without a place, which have just arrived: equal ones are the same reading. */
  public static RawReading of(byte[] value) {
    SourceOffset position = HistoryOffset.of(value);
    return of(value, position.partition(), position.offset(), System.currentTimeMillis());
  }

  /** A text without a place, such as a line of a file. */
  public static RawReading of(String value) {
    return of(value.getBytes(StandardCharsets.UTF_8));
  }
}
