// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The result of a bundle whose records are in every sink. Immutable.
 *
 * @param offsets the offsets of the records
 * @param windows the windows that have new segments
 * @param states the states of the sensors
 * @param minutes the powers of the facilities, in the order of arrival
 */
@DefaultCoder(RecordCoder.class)
public record Delivery(
    List<OffsetRange> offsets,
    List<WindowShard> windows,
    List<StateRun> states,
    List<FacilityMinute> minutes) {
  public Delivery {
    offsets = List.copyOf(offsets);
    windows = List.copyOf(windows);
    states = List.copyOf(states);
    minutes = List.copyOf(minutes);
  }

  /** Returns a delivery of offsets and windows only. */
  public static Delivery of(List<OffsetRange> offsets, List<WindowShard> windows) {
    return new Delivery(offsets, windows, List.of(), List.of());
  }

  /** Returns the delivery without states and minutes, for steps after the alerts. */
  public Delivery withoutFacilities() {
    return of(offsets, windows);
  }
}
