// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.audit;

import io.pfss.pipeline.kafka.KafkaCluster;

/**
 * The topics and the consumer group of the job that fills the warehouse.
 *
 * @param cluster the cluster of the topics
 * @param name the topic of readings
 * @param deadLetters the dead-letter topic
 * @param group the consumer group of the job
 */
public record SourceTopic(KafkaCluster cluster, String name, String deadLetters, String group) {}
