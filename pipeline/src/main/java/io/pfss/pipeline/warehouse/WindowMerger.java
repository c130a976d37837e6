package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.ReceivedReading;
import io.pfss.pipeline.warehouse.FinalFiles.Added;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.parquet.hadoop.ParquetWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a final Parquet file of the segments of a window.
 *
 * <p>May be cut off and repeated at any point: a file becomes a final one when it is complete,
 * segments go after that, and a merge leaves out what a final file of the same time already holds.
 *
 * <p>Two merges of one window must not run at once. In one process a lock sees to it: a runner that
 * is stopped may still be merging when {@link WriteWarehouse#settle} begins. Across processes it is
 * the grouping by shard.
 */
final class WindowMerger {
  private static final Logger LOG = LoggerFactory.getLogger(WindowMerger.class);

  private static final Lock[] LOCKS =
      Stream.generate(ReentrantLock::new).limit(64).toArray(Lock[]::new);

  /** In a race for one window somebody wins each time. */
  private static final int ATTEMPTS = 20;

  private final WarehouseLayout layout;
  private final FinalFiles finalFiles;

  WindowMerger(WarehouseLayout layout, FinalFiles finalFiles) {
    this.layout = layout;
    this.finalFiles = finalFiles;
  }

  /**
   * Merges the segments that a window has by now.
   *
   * @return what came of it, or nothing if there was no segment
   */
  Optional<Merged> merge(WindowShard window) throws IOException {
    Lock lock = LOCKS[Math.floorMod(window.hashCode(), LOCKS.length)];
    lock.lock();
    try {
      return mergeAlone(window);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Merged> mergeAlone(WindowShard window) throws IOException {
    long begin = System.nanoTime();
    List<ResourceId> segments =
        WarehouseFiles.list(layout.segmentsOf(window)).stream()
            .map(Metadata::resourceId)
            .sorted(Comparator.comparing(ResourceId::toString))
            .toList();
    if (segments.isEmpty()) {
      return Optional.empty();
    }

    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      FinalFiles.View view = finalFiles.view(window);
      ResourceId temporary = layout.temporary();
      FileContent content = write(segments, temporary, view.positions(() -> contentOf(segments)));
      Optional<Added> added = Optional.empty();
      if (content.rows() == 0) {
        WarehouseFiles.delete(List.of(temporary));
      } else {
        added = view.add(temporary, nameOf(segments), content);
        if (added.isEmpty()) {
          LOG.info("Another merge was faster in window {}: trying again", window.directoryName());
          continue;
        }
      }

      WarehouseFiles.delete(segments);
      log(window, content, added, Duration.ofNanos(System.nanoTime() - begin));
      return Optional.of(new Merged(added.map(Added::path), content.rows(), content.repeats()));
    }

    throw new IOException(
        "Other merges were faster in window "
            + window.directoryName()
            + " every one of "
            + ATTEMPTS
            + " times: is another job writing to the same warehouse?");
  }

  /** For machines too: {@code key=value}, always the same keys. */
  private static void log(
      WindowShard window, FileContent content, Optional<Added> added, Duration took) {
    LOG.info(
        "Window closed start={} end={} shard={} rows={} late_rows={} repeats={} file={} took_ms={}",
        Instant.ofEpochMilli(window.startMillis()),
        Instant.ofEpochMilli(window.endMillis()),
        window.shard(),
        content.rows(),
        added.filter(Added::isLate).isPresent() ? content.rows() : 0,
        content.repeats(),
        added.map(Added::path).orElse("none"),
        took.toMillis());
  }

  private FileContent write(List<ResourceId> segments, ResourceId file, PositionSet known)
      throws IOException {
    FileContent content = new FileContent();
    try (ParquetWriter<ReceivedReading> parquet =
        ReadingParquetWriter.open(file, finalFiles.schema())) {
      for (ResourceId segment : segments) {
        for (ReceivedReading reading : read(segment)) {
          if (known.add(reading.position())) {
            parquet.write(reading);
            content.add(reading);
          } else {
            content.leaveOut();
          }
        }
      }
    }

    return content;
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
   * @param path of the new file; empty if all readings were there already
   * @param rows how many readings it holds
   * @param repeats how many were left out, as they were there already
   */
  record Merged(Optional<String> path, long rows, long repeats) {}
}
