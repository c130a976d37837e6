package io.pfss.pipeline.source;

/**
 * The offsets of a group in a partition.
 *
 * @param committed the committed offset
 * @param committedArrivalMillis when Kafka took in the last record before {@code committed}, in ms
 *     since the epoch; 0 if that is not known
 * @param end the offset that the partition's next record will have
 */
record PartitionLag(long committed, long committedArrivalMillis, long end) {}
