package io.pfss.pipeline.kafka;

import io.pfss.pipeline.element.SourceOffset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers that say which record of the source topic a published record comes from, as UTF-8
 * text: a consumer drops duplicates by them.
 */
public final class SourceHeaders {
  /** The source topic's name. */
  public static final String TOPIC = "source_topic";

  /** The source partition's number. */
  public static final String PARTITION = "source_partition";

  /** The offset in the source partition. */
  public static final String OFFSET = "source_offset";

  private SourceHeaders() {}

  /** New headers with the record's origin. */
  public static Headers of(String topic, SourceOffset position) {
    return new RecordHeaders()
        .add(TOPIC, text(topic))
        .add(PARTITION, text(Integer.toString(position.partition())))
        .add(OFFSET, text(Long.toString(position.offset())));
  }

  /** A record's origin as messages have it, {@code heat 2/1042}; empty if the headers lack it. */
  static Optional<String> origin(Headers headers) {
    return text(headers, OFFSET)
        .map(
            offset ->
                text(headers, TOPIC).orElse("?")
                    + " "
                    + text(headers, PARTITION).orElse("?")
                    + "/"
                    + offset);
  }

  /** The origin in a topic that headers name; empty where they name none, or one elsewhere. */
  public static Optional<SourceOffset> origin(Headers headers, String topic) {
    try {
      return text(headers, TOPIC).filter(topic::equals).isEmpty()
          ? Optional.empty()
          : Optional.of(
              new SourceOffset(
                  Integer.parseInt(text(headers, PARTITION).orElse("")),
                  Long.parseLong(text(headers, OFFSET).orElse(""))));
    } catch (IllegalArgumentException e) {
      // Another program's record: the caller counts it as such.
      return Optional.empty();
    }
  }

  /** The text of the last header of a name; empty if there is none. */
  public static Optional<String> text(Headers headers, String name) {
    return Optional.ofNullable(headers.lastHeader(name))
        .map(Header::value)
        .map(value -> new String(value, StandardCharsets.UTF_8));
  }

  /** A header's value. */
  public static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
