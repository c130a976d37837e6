package io.pfss.pipeline.batch;

/**
 * How much of a facility's past another model sees otherwise.
 *
 * @param sensorId of the facility
 * @param readings of it
 * @param changed how many of them have another state
 */
public record FacilityChange(long sensorId, long readings, long changed) {
  /** The part of the readings that have another state, 0…1. */
  public double share() {
    return (double) changed / readings;
  }

  FacilityChange plus(FacilityChange other) {
    return new FacilityChange(sensorId, readings + other.readings, changed + other.changed);
  }
}
