// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import io.pfss.pipeline.element.SourceOffset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers with the origin of a published record, in UTF-8: source topic, partition and offset.
 * A consumer can drop duplicates by them.
 */
public final class SourceHeaders {
  /** The source topic's name. */
  public static final String TOPIC = "source_topic";

  /** The source partition's number. */
  public static final String PARTITION = "source_partition";

  /** The offset in the source partition. */
  public static final String OFFSET = "source_offset";

  private SourceHeaders() {}

  /** Returns new headers with the origin of a record. */
  public static Headers of(String topic, SourceOffset position) {
    return new RecordHeaders()
        .add(TOPIC, text(topic))
        .add(PARTITION, text(Integer.toString(position.partition())))
        .add(OFFSET, text(Long.toString(position.offset())));
  }

  /** Returns the origin as text, {@code heat 2/1042}; empty if the headers have none. */
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

  /** Returns the origin; empty if the headers have none in this topic. */
  public static Optional<SourceOffset> origin(Headers headers, String topic) {
    try {
      return text(headers, TOPIC).filter(topic::equals).isEmpty()
          ? Optional.empty()
          : Optional.of(
              new SourceOffset(
                  Integer.parseInt(text(headers, PARTITION).orElse("")),
                  Long.parseLong(text(headers, OFFSET).orElse(""))));
    } catch (IllegalArgumentException e) {
      // Written by another program: the caller treats it as a record without an origin.
      return Optional.empty();
    }
  }

  /** Returns the text of the last header with this name; empty if there is none. */
  public static Optional<String> text(Headers headers, String name) {
    return Optional.ofNullable(headers.lastHeader(name))
        .map(Header::value)
        .map(value -> new String(value, StandardCharsets.UTF_8));
  }

  /** Returns the header value of a text. */
  public static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
