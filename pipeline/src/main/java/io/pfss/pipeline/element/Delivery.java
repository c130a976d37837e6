package io.pfss.pipeline.element;

import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * What a bundle has made durable. Immutable.
 *
 * @param offsets which records of the source it was made of
 * @param windows those that have new segments
 * @param states what was said of the sensors
 */
@DefaultCoder(RecordCoder.class)
public record Delivery(
    List<OffsetRange> offsets, List<WindowShard> windows, List<StateRun> states) {
  public Delivery {
    offsets = List.copyOf(offsets);
    windows = List.copyOf(windows);
    states = List.copyOf(states);
  }

  /** The same once nobody asks for the sensors' states any more. */
  public Delivery withoutStates() {
    return new Delivery(offsets, windows, List.of());
  }
}
