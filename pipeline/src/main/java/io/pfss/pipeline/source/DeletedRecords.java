package io.pfss.pipeline.source;

import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that Kafka has deleted records that were not read: nobody can get them back. */
final class DeletedRecords {
  private static final Logger LOG = LoggerFactory.getLogger(DeletedRecords.class);

  private DeletedRecords() {}

  static void report(TopicPartition partition, long from, long beginning) {
    LOG.error(
        "{} begins at {}: Kafka has deleted the records from {} on before they were read. Raise"
            + " the topic's retention.ms",
        partition,
        beginning,
        from);
  }
}
