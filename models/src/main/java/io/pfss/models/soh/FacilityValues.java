// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import java.util.Optional;

/**
 * What a score depends on besides the reading.
 *
 * @param ratedPower rated power of the facility, in VA; {@code NaN} if unknown
 * @param limits of the power factor that decide the facility's state; empty if the model decides
 */
public record FacilityValues(double ratedPower, Optional<StateLimits> limits) {
  /** Nothing is known of the facility. */
  public static final FacilityValues UNKNOWN = new FacilityValues(Double.NaN, Optional.empty());
}
