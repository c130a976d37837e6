package io.pfss.pipeline.source;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata of an offset that PFSS commits. Its text is the time, the topic's id ({@code -} if
 * it is not known) and the job's number, with spaces between them; former versions wrote no job.
 *
 * @param arrivalMillis until when what Kafka took in is in every sink, in ms since the epoch; 0 if
 *     that is not known
 * @param topic the id of the topic that the offset is in: one that is made again has the name and
 *     the offsets of the one before, but not its id. Null if it is not known
 * @param job the number of the job that committed the offset, see {@link ConsumerGroup#job}; 0 if
 *     it is not known
 */
record CommitMetadata(long arrivalMillis, @Nullable Uuid topic, long job) {
  private static final String UNKNOWN_TOPIC = "-";

  private static final Logger LOG = LoggerFactory.getLogger(CommitMetadata.class);
  private static final CommitMetadata NONE = new CommitMetadata(0, null, 0);

  /** The metadata of a committed offset; empty ones where they are none of PFSS's. */
  static CommitMetadata of(OffsetAndMetadata committed) {
    String text = committed.metadata();
    if (text.isEmpty()) {
      return NONE;
    }

    try {
      String[] parts = text.split(" ", 3);
      return new CommitMetadata(
          Long.parseLong(parts[0]),
          parts.length == 1 || parts[1].equals(UNKNOWN_TOPIC) ? null : Uuid.fromString(parts[1]),
          parts.length == 3 ? Long.parseLong(parts[2]) : 0);
    } catch (IllegalArgumentException e) {
      LOG.debug("An offset that somebody else committed: {}", committed);
      return NONE;
    }
  }

  /** Whether the offset is in another topic than one of a known id. */
  boolean isOfOther(@Nullable Uuid id) {
    return topic != null && id != null && !topic.equals(id);
  }

  /** The same for a topic's id and a job, where they are known. */
  CommitMetadata of(@Nullable Uuid id, long number) {
    return new CommitMetadata(arrivalMillis, id == null ? topic : id, number == 0 ? job : number);
  }

  /** An offset with these metadata. */
  OffsetAndMetadata at(long offset) {
    return new OffsetAndMetadata(
        offset, arrivalMillis + " " + (topic == null ? UNKNOWN_TOPIC : topic) + " " + job);
  }
}
