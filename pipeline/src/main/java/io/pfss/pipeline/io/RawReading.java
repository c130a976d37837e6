package io.pfss.pipeline.io;

import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.warehouse.HistoryOffset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The bytes of one reading, from wherever. Immutable by convention: {@code value} is shared, not
 * copied.
 *
 * @param value JSON in UTF-8, as in topic {@code heat}, or what should be
 * @param position where it stands in its topic; otherwise what {@link HistoryOffset} makes of it
 * @param arrivalMillis when it arrived, in ms since the epoch: a reading's time is at most a day
 *     later
 */
@DefaultCoder(RecordCoder.class)
public record RawReading(byte[] value, SourceOffset position, long arrivalMillis) {
  public RawReading {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(position, "position");
  }

  /**
   * A record of Kafka. Its place makes it what it is: equal bytes elsewhere are another reading.
   */
  public static RawReading of(byte[] value, int partition, long offset, long timestampMillis) {
    byte[] content = value == null ? new byte[0] : value;
    return new RawReading(content, new SourceOffset(partition, offset), timestampMillis);
  }

  /** Bytes without a place, which have just arrived: equal ones are the same reading. */
  public static RawReading of(byte[] value) {
    return new RawReading(value, HistoryOffset.of(value), System.currentTimeMillis());
  }

  /** A text without a place, such as a line of a file. */
  public static RawReading of(String value) {
    return of(value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawReading that
        && Arrays.equals(value, that.value)
        && position.equals(that.position)
        && arrivalMillis == that.arrivalMillis;
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(value), position, arrivalMillis);
  }

  @Override
  public String toString() {
    return "RawReading{" + value.length + " bytes at " + position + '}';
  }
}
