// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import java.util.OptionalDouble;

/**
 * A facility.
 *
 * @param sensorId id of its sensor
 * @param name its name
 * @param site name of its site
 * @param ratedPower in VA
 * @param ratedVoltage in V
 * @param ratedCurrent in A
 */
public record FacilityRecord(
    long sensorId,
    String name,
    String site,
    OptionalDouble ratedPower,
    OptionalDouble ratedVoltage,
    OptionalDouble ratedCurrent) {}
