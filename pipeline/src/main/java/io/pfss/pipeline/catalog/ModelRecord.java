package io.pfss.pipeline.catalog;

import java.util.OptionalLong;

/**
 * A model version that was in use.
 *
 * @param name of the model
 * @param version of the model
 * @param sha256 of its flat file
 * @param created ISO 8601, UTC
 * @param algorithm that trained it
 * @param metrics a JSON object, by name of the metric
 * @param activeFromMillis the first start of a run that scored with it
 * @param activeUntilMillis the last end of one; empty while one has not ended
 */
public record ModelRecord(
    String name,
    String version,
    String sha256,
    String created,
    String algorithm,
    String metrics,
    OptionalLong activeFromMillis,
    OptionalLong activeUntilMillis) {}
