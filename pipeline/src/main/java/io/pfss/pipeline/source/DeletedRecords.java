// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs that Kafka has deleted records before they were read. They cannot be recovered. */
final class DeletedRecords {
  private static final Logger LOG = LoggerFactory.getLogger(DeletedRecords.class);

  private DeletedRecords() {}

  static void report(TopicPartition partition, long from, long beginning) {
    LOG.error(
        "Kafka deleted records before they were read; raise the topic's retention.ms partition={}"
            + " beginning={} missingFrom={}",
        partition,
        beginning,
        from);
  }
}
