// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata of an offset that PFSS commits. The text is the arrival time, the topic id ({@code
 * -} if unknown) and the job number, separated by spaces; former versions wrote no job number.
 *
 * @param arrivalMillis every sink has the records that Kafka received before this time, in ms since
 *     the epoch; 0 if unknown
 * @param topic the id of the topic of the offset. A recreated topic has the same name and may have
 *     the same offsets, but another id. Null if unknown
 * @param job the number of the job that committed the offset, see {@link ConsumerGroup#job}; 0 if
 *     unknown
 */
record CommitMetadata(long arrivalMillis, @Nullable Uuid topic, long job) {
  private static final String UNKNOWN_TOPIC = "-";

  private static final Logger LOG = LoggerFactory.getLogger(CommitMetadata.class);
  private static final CommitMetadata NONE = new CommitMetadata(0, null, 0);

  /**
   * Parses the metadata of a committed offset; returns empty metadata if another program wrote it.
   */
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
      LOG.debug("Offset committed by another program offset={}", committed);
      return NONE;
    }
  }

  /** Whether the offset belongs to a topic with another id; false if an id is unknown. */
  boolean isOfOther(@Nullable Uuid id) {
    return topic != null && id != null && !topic.equals(id);
  }

  /** Returns the metadata with a topic id and a job number, where these are known. */
  CommitMetadata of(@Nullable Uuid id, long number) {
    return new CommitMetadata(arrivalMillis, id == null ? topic : id, number == 0 ? job : number);
  }

  /** Returns an offset with this metadata. */
  OffsetAndMetadata at(long offset) {
    return new OffsetAndMetadata(
        offset, arrivalMillis + " " + (topic == null ? UNKNOWN_TOPIC : topic) + " " + job);
  }
}
