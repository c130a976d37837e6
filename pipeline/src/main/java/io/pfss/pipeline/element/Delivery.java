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
 */
@DefaultCoder(RecordCoder.class)
public record Delivery(
    List<OffsetRange> offsets, List<WindowShard> windows, List<StateRun> states) {
  public Delivery {
    offsets = List.copyOf(offsets);
    windows = List.copyOf(windows);
    states = List.copyOf(states);
  }

  /** Returns the delivery without the states, for steps after the alerts. */
  public Delivery withoutStates() {
    return new Delivery(offsets, windows, List.of());
  }
}
