package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.warehouse.WindowMerger.Merged;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in segments that no window's close will come for, as after a crash, and removes unfinished
 * files.
 */
final class SegmentSweeper {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentSweeper.class);

  private final WarehouseLayout layout;
  private final WindowMerger merger;

  SegmentSweeper(WarehouseLayout layout, WindowMerger merger) {
    this.layout = layout;
    this.merger = merger;
  }

  /**
   * Merges every window of the given shards whose last segment was written before {@code
   * beforeMillis}.
   */
  List<Merged> mergeOlderThan(long beforeMillis, IntPredicate shards) throws IOException {
    Map<WindowShard, Long> lastWritten =
        WarehouseFiles.list(layout.allSegments()).stream()
            .collect(
                Collectors.toMap(
                    segment -> WarehouseLayout.windowOfSegment(segment.resourceId()),
                    Metadata::lastModifiedMillis,
                    Math::max));
    List<Merged> merged = new ArrayList<>();
    for (Map.Entry<WindowShard, Long> window : lastWritten.entrySet()) {
      if (window.getValue() < beforeMillis && shards.test(window.getKey().shard())) {
        merger.merge(window.getKey()).ifPresent(merged::add);
      }
    }

    return merged;
  }

  /** Deletes files that were begun before {@code beforeMillis} and never finished. */
  void deleteUnfinished(long beforeMillis) throws IOException {
    List<Metadata> unfinished =
        WarehouseFiles.list(layout.allTemporary()).stream()
            .filter(file -> file.lastModifiedMillis() < beforeMillis)
            .toList();
    WarehouseFiles.delete(unfinished.stream().map(Metadata::resourceId).toList());
    if (!unfinished.isEmpty()) {
      LOG.info("Deleted {} unfinished files", unfinished.size());
    }
  }
}
