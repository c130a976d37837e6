// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.sink;

import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.WindowShard;
import java.util.List;
import java.util.Set;

/**
 * The acknowledgement of a sink that has stored a bundle. Immutable.
 *
 * @param rejected the dead letters of readings that the sink refused permanently
 * @param windows the windows of the warehouse that have new segments
 */
public record Acknowledgement(List<DeadLetter> rejected, Set<WindowShard> windows) {
  /** Everything is stored. */
  public static final Acknowledgement OF_ALL = new Acknowledgement(List.of(), Set.of());

  public Acknowledgement {
    rejected = List.copyOf(rejected);
    windows = Set.copyOf(windows);
  }
}
