// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.io;

import io.pfss.pipeline.element.HeatRecord;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.warehouse.HistoryOffset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The unparsed bytes of one reading from any source: JSON in UTF-8, as in topic {@code heat}.
 *
 * @param partition the partition in the topic; for other sources, the partition of {@link
 *     HistoryOffset}
 * @param record the bytes, the offset in the partition, and the arrival time, which the event time
 *     may exceed by at most a day
 */
@DefaultCoder(RecordCoder.class)
public record RawReading(int partition, HeatRecord record) {
  public RawReading {
    Objects.requireNonNull(record, "record");
  }

  /** Returns the reading in a Kafka record. Equal bytes at another offset are another reading. */
  public static RawReading of(byte[] value, int partition, long offset, long timestampMillis) {
    byte[] content = value == null ? new byte[0] : value;
    return new RawReading(partition, new HeatRecord(offset, timestampMillis, content));
  }

  /**
   * Returns a reading without an offset that has just arrived. Equal bytes are the same reading.
   */
  public static RawReading of(byte[] value) {
    SourceOffset position = HistoryOffset.of(value);
    return of(value, position.partition(), position.offset(), System.currentTimeMillis());
  }

  /** Returns a reading without an offset from text, such as a line of a file. */
  public static RawReading of(String value) {
    return of(value.getBytes(StandardCharsets.UTF_8));
  }
}
