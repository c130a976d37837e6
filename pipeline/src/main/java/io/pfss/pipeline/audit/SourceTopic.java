package io.pfss.pipeline.audit;

import io.pfss.pipeline.kafka.KafkaCluster;

/**
 * What the warehouse was filled from.
 *
 * @param cluster of the topics
 * @param name of the topic of readings
 * @param deadLetters the topic of those records that are no reading
 * @param group that the job commits its offsets as
 */
public record SourceTopic(KafkaCluster cluster, String name, String deadLetters, String group) {}
