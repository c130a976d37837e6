// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import io.pfss.models.soh.StateLimits;
import io.pfss.pipeline.element.FacilityName;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A facility.
 *
 * @param sensorId id of its sensor
 * @param plantId its id in the plant, as {@code TR-7}, which its sensor may send in place of the
 *     number
 * @param name its name
 * @param site name of its site; empty if unknown
 * @param ratedPower in VA
 * @param ratedVoltage in V
 * @param ratedCurrent in A
 * @param normalLimit the lowest power factor of 정상, in place of the model's limit
 * @param warningLimit the highest power factor of 경고; present if and only if {@code normalLimit} is
 * @param inService false: retired; its readings are stored and scored, but raise no alarm
 */
public record FacilityRecord(
    long sensorId,
    Optional<String> plantId,
    String name,
    String site,
    OptionalDouble ratedPower,
    OptionalDouble ratedVoltage,
    OptionalDouble ratedCurrent,
    OptionalDouble normalLimit,
    OptionalDouble warningLimit,
    boolean inService) {
  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one of the limits is absent, or they are not in order
   */
  public FacilityRecord {
    if (normalLimit.isPresent() != warningLimit.isPresent()) {
      throw new IllegalArgumentException(
          "Facility " + sensorId + " needs both limits of the power factor, or none");
    }

    if (normalLimit.isPresent()) {
      StateLimits unused = new StateLimits(normalLimit.getAsDouble(), warningLimit.getAsDouble());
    }
  }

  /** A facility in service whose rated values, limits and id in the plant are unknown. */
  public static FacilityRecord of(long sensorId, String name, String site) {
    OptionalDouble none = OptionalDouble.empty();
    return new FacilityRecord(
        sensorId, Optional.empty(), name, site, none, none, none, none, none, true);
  }

  /** The same facility in service, or retired. */
  public FacilityRecord inService(boolean isInService) {
    return new FacilityRecord(
        sensorId,
        plantId,
        name,
        site,
        ratedPower,
        ratedVoltage,
        ratedCurrent,
        normalLimit,
        warningLimit,
        isInService);
  }

  /** The limits of its own; empty if those of the model count. */
  public Optional<StateLimits> limits() {
    return normalLimit.isPresent()
        ? Optional.of(new StateLimits(normalLimit.getAsDouble(), warningLimit.getAsDouble()))
        : Optional.empty();
  }

  /** What people call it. */
  public FacilityName names() {
    return new FacilityName(plantId.orElse(""), name, site);
  }

  /** Its id in the plant; without one, the number of its sensor. */
  public String id() {
    return plantId.orElseGet(() -> Long.toString(sensorId));
  }

  /** Its id in the plant, name and site, as far as they are known: {@code TR-7 변압기 7, 1공장}. */
  public String label() {
    String named = plantId.map(id -> id + " " + name).orElse(name);
    return site.isEmpty() ? named : named + ", " + site;
  }
}
