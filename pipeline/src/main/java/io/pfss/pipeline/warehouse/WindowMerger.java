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
 * Makes final Parquet files of the segments of windows. Windows that close together become final
 * together.
 *
 * <p>May be cut off and repeated at any point: files become final ones when they are complete,
 * segments go after that, and a merge leaves out what a final file of the same time already holds.
 *
 * <p>Two merges of one shard must not run at once. In one process a lock sees to it: a runner that
 * is stopped may still be merging when {@link WriteWarehouse#mergeAllSegments} begins. Across
 * processes it is the grouping by shard.
 */
final class WindowMerger {
  /** Bounds what a commit's summary holds, and what is done in vain where another was faster. */
  static final int MAX_WINDOWS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(WindowMerger.class);

  private static final Lock[] LOCKS =
      Stream.generate(ReentrantLock::new).limit(64).toArray(Lock[]::new);

  /** In a race for one window somebody wins each time. */
  private static final int ATTEMPTS = 20;

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
   * Merges the segments that windows of a shard have by now.
   *
   * @param shard the shard's number; segments of an earlier run that had more shards are divided
   *     among those that there are
   * @param isDue which windows are merged
   * @return what came of each
   */
  List<Merged> merge(int shard, Predicate<Unmerged> isDue) throws IOException {
    Lock lock = LOCKS[Math.floorMod(shard, LOCKS.length)];
    lock.lock();
    try {
      List<Merged> merged = new ArrayList<>();
      for (List<Unmerged> windows : together(shard, isDue)) {
        merged.addAll(mergeTogether(windows));
      }

      return merged;
    } finally {
      lock.unlock();
    }
  }

  /** Only windows that do not overlap: where they do, the later merge looks for duplicates. */
  private List<List<Unmerged>> together(int shard, Predicate<Unmerged> isDue) throws IOException {
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
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
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

      LOG.info("Another merge was faster, trying again: windows={}", names(windows));
    }

    throw new IOException(
        "Other merges were faster in windows "
            + names(windows)
            + " every one of "
            + ATTEMPTS
            + " times: is another job writing to the same warehouse?");
  }

  /** Of windows without a new row nothing is added. */
  private static Optional<List<Added>> add(WarehouseTarget.View view, List<Complete> written)
      throws IOException {
    List<Complete> withRows = written.stream().filter(w -> !w.parts().isEmpty()).toList();
    return withRows.isEmpty() ? Optional.of(List.of()) : view.add(withRows);
  }

  private static List<Merged> log(List<Complete> written, List<Added> added, Duration took) {
    Iterator<Added> ofThoseWithRows = added.iterator();
    List<Merged> merged = new ArrayList<>();
    for (Complete window : written) {
      Optional<Added> file =
          window.parts().isEmpty() ? Optional.empty() : Optional.of(ofThoseWithRows.next());
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

  /** For machines too: {@code key=value}, always the same keys. */
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
            content.leaveOut();
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
              + ". Restore it, or move it away to go on without its readings.",
          e);
    }
  }

  /** The same segments give the same name: a merge that is repeated writes the same file. */
  private static String nameOf(List<ResourceId> segments) {
    String names = segments.stream().map(ResourceId::getFilename).collect(Collectors.joining("\n"));
    return WarehouseFiles.hash(names.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What came of a merge.
   *
   * @param window and its shard
   * @param path of the new file, the first if there are more; empty if all readings were there
   *     already
   * @param rows how many readings it holds
   * @param duplicates how many were left out, as they were there already
   */
  record Merged(WindowShard window, Optional<String> path, long rows, long duplicates) {}
}
