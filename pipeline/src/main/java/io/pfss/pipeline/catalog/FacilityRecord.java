package io.pfss.pipeline.catalog;

import java.util.OptionalDouble;

/**
 * What is known of a facility.
 *
 * @param sensorId the sensor's number
 * @param name the facility's
 * @param site where it is
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
