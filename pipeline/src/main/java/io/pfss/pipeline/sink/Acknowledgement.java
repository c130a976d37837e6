package io.pfss.pipeline.sink;

import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.WindowShard;
import java.util.List;
import java.util.Set;

/**
 * What a sink says of a bundle when it has stored it. Immutable.
 *
 * @param rejected the readings that it refuses for good: they become dead letters
 * @param windows those windows of the warehouse that have new segments
 */
public record Acknowledgement(List<DeadLetter> rejected, Set<WindowShard> windows) {
  /** All is stored. */
  public static final Acknowledgement OF_ALL = new Acknowledgement(List.of(), Set.of());

  public Acknowledgement {
    rejected = List.copyOf(rejected);
    windows = Set.copyOf(windows);
  }
}
