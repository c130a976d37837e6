// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The life of an alarm: raised, perhaps acknowledged, cleared.
 *
 * @param kind as {@code state}, {@code silent} or {@code risk}; other kinds are alarms of the
 *     pipeline
 * @param sensorId of the facility; 0 for an alarm of the pipeline
 * @param raisedAt in ms since the epoch
 * @param severity the worst since then: {@code warning} or {@code critical}
 * @param acknowledgedBy who acknowledged it; empty if nobody has
 * @param acknowledgedAt in ms since the epoch; empty if nobody has
 * @param clearedAt in ms since the epoch; empty while it is open
 */
public record AlarmRecord(
    String kind,
    long sensorId,
    long raisedAt,
    String severity,
    Optional<String> acknowledgedBy,
    OptionalLong acknowledgedAt,
    OptionalLong clearedAt) {}
