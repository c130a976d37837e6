// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import java.util.OptionalLong;

/**
 * A run of the main job.
 *
 * @param id UUID of the run
 * @param startedAtMillis start, in ms since the epoch
 * @param endedAtMillis end, in ms since the epoch; empty while it runs, and if it was killed
 * @param outcome RUNNING, COMPLETED, FAILED, or SWAPPED: another run continues with another model
 * @param host host of its driver
 * @param runner simple name of the Beam runner
 * @param consumerGroup consumer group in Kafka
 * @param modelName name of the model that it scores with
 * @param modelVersion version of that model
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
