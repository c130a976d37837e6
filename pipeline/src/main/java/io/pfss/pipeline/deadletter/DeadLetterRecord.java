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

/**
 * A dead letter as it stands in its topic. Immutable by convention: {@code value} is shared, not
 * copied.
 *
 * @param place in the topic of dead letters
 * @param code the class of the error, by the name of an {@link ErrorCode}; empty if nobody says
 * @param message what is wrong
 * @param timeMillis when the record was given up, in ms since the epoch
 * @param source where the record came from: topic, partition and offset; empty if nobody says, or
 *     no topic can have that name
 * @param value the original bytes
 * @param cut what the value is the beginning of, as it was too large for the topic: its size and
 *     its SHA-256; empty if the value is whole
 */
public record DeadLetterRecord(
    SourceOffset place,
    String code,
    String message,
    long timeMillis,
    String source,
    byte[] value,
    String cut) {
  private static final byte[] EMPTY = new byte[0];

  /** The dead letter in a record of the topic; what its headers lack is empty. */
  static DeadLetterRecord of(ConsumerRecord<byte[], byte[]> record) {
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
        record.value() == null ? EMPTY : record.value(),
        cut(record));
  }

  /** Whether InfluxDB refused it: the value is a line of its protocol. */
  public boolean isLine() {
    return code.equals(ErrorCode.SINK.name());
  }

  /** Whether it is too old for InfluxDB: that does not change. */
  public boolean isExpired() {
    return isLine() && InfluxLines.isExpiry(message);
  }

  /** Whether its value is only the beginning of the record's: nobody can replay that. */
  public boolean isCut() {
    return !cut.isEmpty();
  }

  /** Whether it is known where the value is to go. */
  public boolean hasTarget() {
    return isLine() || !source.isEmpty();
  }

  /** Whether the warehouse has the reading all the same: only its score or its point failed. */
  public boolean isInWarehouse() {
    return isLine() || code.equals(ErrorCode.MODEL.name());
  }

  /** Where the record was in its topic; empty if nobody says. */
  public Optional<SourceOffset> sourcePosition() {
    return DeadLetterTopic.place(source.substring(source.indexOf(' ') + 1));
  }

  /** The topic that the record came from; empty if nobody says. */
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
