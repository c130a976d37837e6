// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import io.pfss.models.facility.FacilityState;
import io.pfss.models.facility.MinuteSums;
import io.pfss.models.facility.RiskModel;
import java.time.ZoneId;
import java.util.List;

/**
 * Minutes of a facility and the probability that follows: a risk model that gives another one is
 * not the one that was trained, or the facility's state is calculated in another way.
 *
 * @param zone in which the facility's days begin
 * @param minutes in the order of arrival, each with the time in minutes since the epoch, the number
 *     of readings, and the sums of active power in W and of reactive power in var
 * @param probability of the trainer's own library
 */
public record GoldenRisk(String zone, List<double[]> minutes, double probability) {
  // Math.exp may differ in the last bit from one machine to the next.
  private static final double TOLERANCE = 1e-6;

  /** The inputs of a model after all minutes. */
  public double[] inputs() {
    ZoneId ofFacility = ZoneId.of(zone);
    FacilityState state = new FacilityState();
    for (double[] minute : minutes) {
      state.add(
          new MinuteSums((long) minute[0], (int) minute[1], minute[2], minute[3]), ofFacility);
    }

    return state.inputs(ofFacility);
  }

  boolean isComplete() {
    return zone != null
        && ZoneId.getAvailableZoneIds().contains(zone)
        && minutes != null
        && minutes.stream().allMatch(GoldenRisk::isMinute)
        && minutes.stream().anyMatch(minute -> minute[1] > 0);
  }

  private static boolean isMinute(double[] minute) {
    return minute != null
        && minute.length == 4
        && minute[0] >= 0
        && minute[0] <= Integer.MAX_VALUE
        && minute[1] >= 0;
  }

  /** Whether a model gives the same. */
  boolean holdsFor(RiskModel model) {
    // NaN is no match.
    return Math.abs(model.probability(inputs()) - probability) <= TOLERANCE;
  }
}
