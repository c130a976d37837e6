package io.pfss.pipeline.read;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What PFSS notes in Kafka beside a position. Its text is the time, a space and the topic's id.
 *
 * @param arrivalMillis until when what Kafka took in is done, in ms since the epoch; 0 if that is
 *     not known
 * @param topic the id of the topic that the position is in: one that is made again has the name and
 *     the offsets of the one before, but not its id. Null if it is not known
 */
record PositionNote(long arrivalMillis, Uuid topic) {
  private static final Logger LOG = LoggerFactory.getLogger(PositionNote.class);
  private static final PositionNote NONE = new PositionNote(0, null);

  /** The note beside a position; an empty one where it is none of PFSS's. */
  static PositionNote of(OffsetAndMetadata position) {
    String text = position.metadata();
    if (text.isEmpty()) {
      return NONE;
    }

    try {
      String[] parts = text.split(" ", 2);
      return new PositionNote(
          Long.parseLong(parts[0]), parts.length == 2 ? Uuid.fromString(parts[1]) : null);
    } catch (IllegalArgumentException e) {
      LOG.debug("A position that somebody else committed: {}", position);
      return NONE;
    }
  }

  /** Whether the position is in another topic than one of a known id. */
  boolean isOfOther(Uuid id) {
    return topic != null && id != null && !topic.equals(id);
  }

  /** The same for a topic's id, if that is known. */
  PositionNote of(Uuid id) {
    return id == null ? this : new PositionNote(arrivalMillis, id);
  }

  /** A position with this note. */
  OffsetAndMetadata at(long offset) {
    return new OffsetAndMetadata(
        offset, topic == null ? Long.toString(arrivalMillis) : arrivalMillis + " " + topic);
  }
}
