// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.WindowShard;
import io.pfss.pipeline.warehouse.SegmentFolder.Unmerged;
import io.pfss.pipeline.warehouse.WarehouseTarget.Added;
import io.pfss.pipeline.warehouse.WarehouseTarget.Complete;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges the segments of windows into final Parquet files; windows that close together, at once.
 *
 * <p>A merge may be interrupted and repeated at any point: files become final when they are
 * complete, segments are deleted after that, and a merge drops readings that a final file of the
 * same time already has.
 *
 * <p>Two merges of one shard must not run at the same time. Within a process a lock prevents it,
 * because a runner that was stopped may still merge when {@link WriteWarehouse#mergeAllSegments}
 * begins. Across processes, the grouping by shard prevents it.
 */
final class WindowMerger {
  /** Bounds the size of a commit's summary, and the work that a conflict wastes. */
  static final int MAX_WINDOWS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(WindowMerger.class);

  private static final Lock[] LOCKS =
      Stream.generate(ReentrantLock::new).limit(64).toArray(Lock[]::new);

  /** Enough, because in each conflict one merge succeeds. */
  private static final int MAX_ATTEMPTS = 20;

  private final WarehouseLayout layout;
  private final SegmentFolder segments;
  private final WarehouseTarget finalFiles;
  private final int shards;

  WindowMerger(WarehouseSettings settings) {
    this.layout = settings.layout();
    this.segments = new SegmentFolder(layout);
    this.finalFiles = settings.finalFiles();
    this.shards = settings.shards();
  }

  /**
   * Merges the segments that the windows of a shard have now.
   *
   * @param shard number of the shard; segments of an earlier run with more shards are divided among
   *     the present ones
   * @param isDue selects the windows to merge
   * @return the result for each window
   */
  List<Merged> merge(int shard, Predicate<Unmerged> isDue) throws IOException {
    Lock lock = LOCKS[Math.floorMod(shard, LOCKS.length)];
    lock.lock();
    try {
      List<Merged> merged = new ArrayList<>();
      for (List<Unmerged> windows : groups(shard, isDue)) {
        merged.addAll(mergeTogether(windows));
      }

      return merged;
    } finally {
      lock.unlock();
    }
  }

  /** Returns groups of windows without overlap; a later group drops duplicates of earlier ones. */
  private List<List<Unmerged>> groups(int shard, Predicate<Unmerged> isDue) throws IOException {
    List<List<Unmerged>> groups = new ArrayList<>();
    List<Unmerged> group = new ArrayList<>();
    long end = Long.MIN_VALUE;
    for (Unmerged unmerged : segments.windows()) {
      WindowShard window = unmerged.window();
      if (window.shard() % shards != shard || !isDue.test(unmerged)) {
        continue;
      }

      if (!group.isEmpty() && (group.size() == MAX_WINDOWS || window.startMillis() < end)) {
        groups.add(group);
        group = new ArrayList<>();
      }

      group.add(unmerged);
      end = window.endMillis();
    }

    if (!group.isEmpty()) {
      groups.add(group);
    }

    return groups;
  }

  private List<Merged> mergeTogether(List<Unmerged> windows) throws IOException {
    long begin = System.nanoTime();
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      WarehouseTarget.View view = finalFiles.view();
      List<Complete> written = new ArrayList<>();
      for (Unmerged window : windows) {
        written.add(write(window, view));
      }

      Optional<List<Added>> added = add(view, written);
      if (added.isPresent()) {
        WarehouseFiles.delete(windows.stream().flatMap(w -> w.segments().stream()).toList());
        return log(written, added.get(), Duration.ofNanos(System.nanoTime() - begin));
      }

      LOG.info("Commit conflicts with another merge; merging again windows={}", names(windows));
    }

    throw new IOException(
        "Commit of windows "
            + names(windows)
            + " conflicted with other merges "
            + MAX_ATTEMPTS
            + " times: check whether another job writes to the same warehouse");
  }

  /** Adds only windows that have new rows. */
  private static Optional<List<Added>> add(WarehouseTarget.View view, List<Complete> written)
      throws IOException {
    List<Complete> withRows = written.stream().filter(w -> !w.parts().isEmpty()).toList();
    return withRows.isEmpty() ? Optional.of(List.of()) : view.add(withRows);
  }

  private static List<Merged> log(List<Complete> written, List<Added> added, Duration took) {
    Iterator<Added> addedFiles = added.iterator();
    List<Merged> merged = new ArrayList<>();
    for (Complete window : written) {
      Optional<Added> file =
          window.parts().isEmpty() ? Optional.empty() : Optional.of(addedFiles.next());
      log(window.window(), window.content(), file, took);
      merged.add(
          new Merged(
              window.window(),
              file.map(Added::path),
              window.content().rows(),
              window.content().duplicates()));
    }

    return merged;
  }

  private static List<String> names(List<Unmerged> windows) {
    return windows.stream().map(window -> window.window().directoryName()).toList();
  }

  /** Logs {@code key=value} pairs for machines too; the keys are always the same. */
  private static void log(
      WindowShard window, FileContent content, Optional<Added> added, Duration took) {
    LOG.info(
        "Window closed start={} end={} shard={} rows={} late_rows={} duplicates={} file={} took_ms={}",
        Instant.ofEpochMilli(window.startMillis()),
        Instant.ofEpochMilli(window.endMillis()),
        window.shard(),
        content.rows(),
        added.filter(Added::isLate).isPresent() ? content.rows() : 0,
        content.duplicates(),
        added.map(Added::path).orElse("none"),
        took.toMillis());
  }

  private Complete write(Unmerged window, WarehouseTarget.View view) throws IOException {
    List<ResourceId> files = window.segments();
    OffsetSet known = view.offsets(window.window(), () -> contentOf(files));
    FileContent content = new FileContent();
    try (PartWriters parts = new PartWriters(layout, finalFiles.schema())) {
      for (ResourceId segment : files) {
        for (ReceivedReading reading : read(segment)) {
          if (known.add(reading.position())) {
            parts.write(view.partOf(reading), reading);
            content.add(reading);
          } else {
            content.addDuplicate();
          }
        }
      }

      return new Complete(window.window(), parts.complete(), nameOf(files), content);
    }
  }

  private static FileContent contentOf(List<ResourceId> segments) throws IOException {
    FileContent content = new FileContent();
    for (ResourceId segment : segments) {
      read(segment).forEach(content::add);
    }

    return content;
  }

  private static List<ReceivedReading> read(ResourceId segment) throws IOException {
    try {
      return Segment.read(WarehouseFiles.read(segment));
    } catch (IOException e) {
      throw new IOException(
          "Segment "
              + segment
              + " cannot be read: "
              + e.getMessage()
              + ". Restore it, or move it away to continue without its readings.",
          e);
    }
  }

  /** Returns the same name for the same segments, so that a repeated merge writes the same file. */
  private static String nameOf(List<ResourceId> segments) {
    String names = segments.stream().map(ResourceId::getFilename).collect(Collectors.joining("\n"));
    return WarehouseFiles.hash(names.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The result of a merge.
   *
   * @param window the window and its shard
   * @param path path of the new file; the first one if there are several; empty if all readings
   *     were duplicates
   * @param rows number of readings in the new files
   * @param duplicates number of readings that were dropped as duplicates
   */
  record Merged(WindowShard window, Optional<String> path, long rows, long duplicates) {}
}
