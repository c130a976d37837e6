package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.PositionRange;
import io.pfss.pipeline.score.StateRun;
import java.util.List;

/**
 * What a bundle has made durable. Immutable.
 *
 * @param positions which records of the source it was made of
 * @param windows those that have new segments
 * @param states what was said of the sensors
 */
public record KeptReadings(
    List<PositionRange> positions, List<WindowShard> windows, List<StateRun> states) {
  public KeptReadings {
    positions = List.copyOf(positions);
    windows = List.copyOf(windows);
    states = List.copyOf(states);
  }

  /** The same once nobody asks for the sensors' states any more. */
  public KeptReadings withoutStates() {
    return new KeptReadings(positions, windows, List.of());
  }
}
