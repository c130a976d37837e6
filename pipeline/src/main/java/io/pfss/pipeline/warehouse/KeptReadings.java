package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.PositionRange;
import java.util.List;

/**
 * What a bundle has made durable. Immutable.
 *
 * @param positions which records of the source it was made of
 * @param windows those that have new segments
 */
public record KeptReadings(List<PositionRange> positions, List<WindowShard> windows) {
  public KeptReadings {
    positions = List.copyOf(positions);
    windows = List.copyOf(windows);
  }
}
