package io.pfss.pipeline.source;

/**
 * Where a group stands in a partition.
 *
 * @param committed the first offset that is not done
 * @param committedArrivalMillis when Kafka took in the last record that is done, in ms since the
 *     epoch; 0 if that is not known
 * @param end the offset that the partition's next record will have
 */
record PartitionLag(long committed, long committedArrivalMillis, long end) {}
