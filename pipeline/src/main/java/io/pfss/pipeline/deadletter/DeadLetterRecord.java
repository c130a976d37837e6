// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.deadletter;

import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.SafeText;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.influx.InfluxLines;
import io.pfss.pipeline.kafka.SourceHeaders;
import io.pfss.pipeline.kafka.TopicName;
import io.pfss.pipeline.sink.DeadLetterSink;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter in its topic. Immutable by convention: {@code value} is shared, not copied.
 *
 * @param place partition and offset in the dead-letter topic
 * @param code the name of an {@link ErrorCode}; empty if the header is missing
 * @param message the problem
 * @param timeMillis when the record was rejected, in ms since the epoch
 * @param source the origin of the record: topic, partition and offset; empty if the topic header is
 *     missing or invalid
 * @param key of the record; null if it has none
 * @param value the original bytes, or the first of them
 * @param cut size and SHA-256 of the whole value if it was cut, because it was too large for the
 *     topic; empty otherwise
 */
public record DeadLetterRecord(
    SourceOffset place,
    String code,
    String message,
    long timeMillis,
    String source,
    byte @Nullable [] key,
    byte[] value,
    String cut) {
  private static final byte[] EMPTY = new byte[0];

  /**
   * Reads the dead letter in a record of the topic. A component whose header is missing is empty.
   */
  public static DeadLetterRecord of(ConsumerRecord<byte[], byte[]> record) {
    String time = header(record, DeadLetterSink.ERROR_TIME);
    String topic = header(record, SourceHeaders.TOPIC);
    return new DeadLetterRecord(
        new SourceOffset(record.partition(), record.offset()),
        header(record, DeadLetterSink.ERROR_CODE),
        header(record, DeadLetterSink.ERROR_MESSAGE),
        isNumber(time) ? Long.parseLong(time) : record.timestamp(),
        TopicName.isValid(topic)
            ? topic
                + " "
                + number(record, SourceHeaders.PARTITION)
                + "/"
                + number(record, SourceHeaders.OFFSET)
            : "",
        record.key(),
        record.value() == null ? EMPTY : record.value(),
        cut(record));
  }

  /** Whether InfluxDB refused the point; the value is then line protocol. */
  public boolean isLine() {
    return code.equals(ErrorCode.SINK.name());
  }

  /** Whether InfluxDB refused the point because it is older than its retention policy. */
  public boolean isExpired() {
    return isLine() && InfluxLines.isExpiry(message);
  }

  /** Whether the value is cut, so that it cannot be replayed. */
  public boolean isCut() {
    return !cut.isEmpty();
  }

  /** Whether the target of a replay is known. */
  public boolean hasTarget() {
    return isLine() || !source.isEmpty();
  }

  /** Whether the warehouse has the reading: only its score or its point failed. */
  public boolean isInWarehouse() {
    return isLine() || code.equals(ErrorCode.MODEL.name());
  }

  /** Returns the offset of the record in its topic; empty if unknown. */
  public Optional<SourceOffset> sourcePosition() {
    return DeadLetterTopic.place(source.substring(source.indexOf(' ') + 1));
  }

  /** Returns the topic that the record came from; empty if unknown. */
  public String sourceTopic() {
    int space = source.indexOf(' ');
    return space < 0 ? "" : source.substring(0, space);
  }

  private static String cut(ConsumerRecord<byte[], byte[]> record) {
    String bytes = header(record, DeadLetterSink.VALUE_BYTES);
    return bytes.isEmpty()
        ? ""
        : bytes + " bytes, SHA-256 " + header(record, DeadLetterSink.VALUE_SHA256);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return SourceHeaders.text(record.headers(), name)
        .map(text -> SafeText.of(text, DeadLetterSink.MAX_MESSAGE_CHARACTERS))
        .orElse("");
  }

  private static String number(ConsumerRecord<byte[], byte[]> record, String name) {
    String text = header(record, name);
    return isNumber(text) ? text : "?";
  }

  private static boolean isNumber(String text) {
    return text.matches("\\d{1,18}");
  }
}
