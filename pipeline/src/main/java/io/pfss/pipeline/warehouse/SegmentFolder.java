// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.WindowShard;
import io.pfss.pipeline.support.NamedFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a warehouse that are not merged yet. All are in one folder, so that listing it
 * costs only what remains to be merged, and merged windows leave nothing behind.
 *
 * <p>Former versions had a folder for each window. Their segments are read too, and their empty
 * folders are deleted.
 */
final class SegmentFolder {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentFolder.class);

  private final WarehouseLayout layout;

  SegmentFolder(WarehouseLayout layout) {
    this.layout = layout;
  }

  /** Returns the windows that have segments, ordered by time and shard. */
  List<Unmerged> windows() throws IOException {
    List<Metadata> segments = new ArrayList<>();
    List<ResourceId> emptyFolders = new ArrayList<>();
    for (Metadata entry : NamedFolder.list(layout.segments())) {
      if (WarehouseLayout.isSegment(entry.resourceId())) {
        segments.add(entry);
      } else if (WarehouseLayout.isFormerSegments(entry.resourceId())) {
        ResourceId folder = layout.formerSegments(entry.resourceId());
        List<Metadata> former = NamedFolder.list(folder);
        former.stream()
            .filter(file -> WarehouseLayout.isSegment(file.resourceId()))
            .forEach(segments::add);
        if (former.isEmpty()) {
          emptyFolders.add(folder);
        }
      }
    }

    if (!emptyFolders.isEmpty()) {
      // Deleting a folder fails if it has got a segment meanwhile, so no segment is lost.
      WarehouseFiles.delete(emptyFolders);
      LOG.info("Deleted empty segment folders of a former version folders={}", emptyFolders.size());
    }

    TreeMap<WindowShard, List<Metadata>> byWindow =
        new TreeMap<>(
            Comparator.comparingLong(WindowShard::startMillis)
                .thenComparingLong(WindowShard::endMillis)
                .thenComparingInt(WindowShard::shard));
    segments.forEach(
        segment ->
            byWindow
                .computeIfAbsent(
                    WarehouseLayout.windowOfSegment(segment.resourceId()), any -> new ArrayList<>())
                .add(segment));
    return byWindow.entrySet().stream()
        .map(window -> Unmerged.of(window.getKey(), window.getValue().stream()))
        .toList();
  }

  /** Deletes unfinished files that were last written before a time, in ms since the epoch. */
  void deleteUnfinished(long beforeMillis) throws IOException {
    List<ResourceId> unfinished =
        NamedFolder.list(layout.temporaries()).stream()
            .filter(file -> file.lastModifiedMillis() < beforeMillis)
            .map(Metadata::resourceId)
            .toList();
    WarehouseFiles.delete(unfinished);
    if (!unfinished.isEmpty()) {
      LOG.info("Deleted unfinished files files={}", unfinished.size());
    }
  }

  /**
   * The segments of a window.
   *
   * @param window the window and its shard
   * @param segments at least one, ordered by name
   * @param lastWrittenMillis time at which the latest was written, in ms since the epoch
   */
  record Unmerged(WindowShard window, List<ResourceId> segments, long lastWrittenMillis) {
    private static Unmerged of(WindowShard window, Stream<Metadata> segments) {
      List<Metadata> byName =
          segments.sorted(Comparator.comparing(file -> file.resourceId().toString())).toList();
      return new Unmerged(
          window,
          byName.stream().map(Metadata::resourceId).toList(),
          byName.stream().mapToLong(Metadata::lastModifiedMillis).max().orElseThrow());
    }
  }
}
