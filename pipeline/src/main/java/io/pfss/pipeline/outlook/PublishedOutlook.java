// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.outlook;

import io.pfss.models.facility.FacilityState;
import io.pfss.pipeline.element.FacilityName;
import io.pfss.pipeline.element.RecordCoder;
import java.nio.ByteBuffer;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * An outlook as it is published. Immutable by convention: the arrays are shared, not copied.
 *
 * @param sensorId the sensor
 * @param json the outlook
 * @param state the state of the facility from which the outlook follows
 */
@DefaultCoder(RecordCoder.class)
public record PublishedOutlook(long sensorId, byte[] json, byte[] state) {
  /** Makes one of an outlook, the state, and what people call the facility. */
  public static PublishedOutlook of(Outlook outlook, FacilityState facility, FacilityName names) {
    ByteBuffer state = ByteBuffer.allocate(FacilityState.BYTES);
    facility.write(state);
    return new PublishedOutlook(
        outlook.sensorId(), OutlookJson.write(outlook, names), state.array());
  }
}
