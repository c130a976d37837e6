// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import java.util.OptionalLong;

/**
 * A model version that a run scored with.
 *
 * @param name name of the model
 * @param version its version
 * @param sha256 SHA-256 of its file {@code model.bin}
 * @param created time of its training, ISO 8601, UTC
 * @param algorithm algorithm that trained it
 * @param metrics JSON object with a value for each metric
 * @param activeFromMillis start of the first run that scored with it, in ms since the epoch
 * @param activeUntilMillis end of the last one, in ms since the epoch; empty while one has not
 *     ended
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
