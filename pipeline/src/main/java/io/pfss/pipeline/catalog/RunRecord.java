package io.pfss.pipeline.catalog;

import java.util.OptionalLong;

/**
 * A run of the main job.
 *
 * @param id a UUID
 * @param startedAtMillis in ms since the epoch
 * @param endedAtMillis in ms since the epoch; empty while it runs, and where it was killed
 * @param outcome RUNNING, COMPLETED, FAILED, or SWAPPED: another run goes on with another model
 * @param host on which its driver runs
 * @param runner of Beam, by its simple name
 * @param consumerGroup of Kafka
 * @param modelName of the model that it scores with
 * @param modelVersion its version
 */
public record RunRecord(
    String id,
    long startedAtMillis,
    OptionalLong endedAtMillis,
    String outcome,
    String host,
    String runner,
    String consumerGroup,
    String modelName,
    String modelVersion) {}
