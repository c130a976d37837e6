// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import io.pfss.models.facility.MinuteSums;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The powers of a facility in one minute, or in a part of it.
 *
 * @param sensorId the sensor
 * @param sums of its readings
 */
@DefaultCoder(RecordCoder.class)
public record FacilityMinute(long sensorId, MinuteSums sums) {
  public FacilityMinute {
    Objects.requireNonNull(sums, "sums");
  }
}
