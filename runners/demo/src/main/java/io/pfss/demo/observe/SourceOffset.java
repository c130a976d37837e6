package io.pfss.demo.observe;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Which reading a record of {@code heat_pf} or {@code heat_dlq} was made from: its identity, which
 * a repeated write keeps.
 *
 * @param topic of the reading
 * @param partition of the reading
 * @param offset of the reading
 */
record SourceOffset(String topic, int partition, long offset) {
  static final String TOPIC_HEADER = "source_topic";
  static final String PARTITION_HEADER = "source_partition";
  static final String OFFSET_HEADER = "source_offset";

  /** The source that the headers name; empty if one is missing or no number. */
  static Optional<SourceOffset> of(Headers headers) {
    Optional<String> topic = text(headers, TOPIC_HEADER);
    Optional<String> partition = text(headers, PARTITION_HEADER);
    Optional<String> offset = text(headers, OFFSET_HEADER);
    if (topic.isEmpty() || partition.isEmpty() || offset.isEmpty()) {
      return Optional.empty();
    }

    try {
      SourceOffset source =
          new SourceOffset(
              topic.get(), Integer.parseInt(partition.get()), Long.parseLong(offset.get()));
      return source.partition < 0 || source.offset < 0 ? Optional.empty() : Optional.of(source);
    } catch (NumberFormatException e) {
      // Another program's record: the caller counts it as such.
      return Optional.empty();
    }
  }

  /** The text of the last header of that name. */
  static Optional<String> text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }
}
