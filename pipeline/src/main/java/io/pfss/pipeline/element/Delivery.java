package io.pfss.pipeline.element;

import java.util.List;

/**
 * What a bundle has made durable. Immutable.
 *
 * @param positions which records of the source it was made of
 * @param windows those that have new segments
 * @param states what was said of the sensors
 */
public record Delivery(
    List<OffsetRange> positions, List<WindowShard> windows, List<StateRun> states) {
  public Delivery {
    positions = List.copyOf(positions);
    windows = List.copyOf(windows);
    states = List.copyOf(states);
  }

  /** The same once nobody asks for the sensors' states any more. */
  public Delivery withoutStates() {
    return new Delivery(positions, windows, List.of());
  }
}
