package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.ReceivedReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * <p>May be cut off and repeated at any point: the file gets its name when it is complete, segments
 * go after that, and a merge leaves out what a final file of the same time already holds.
 *
 * <p>Two merges of one window must not run at once. In one process a lock sees to it: a runner that
 * is stopped may still be merging when {@link WriteWarehouse#settle} begins. Across processes it is
 * the grouping by shard.
 */
final class WindowMerger {
  private static final Logger LOG = LoggerFactory.getLogger(WindowMerger.class);

  private static final Lock[] LOCKS =
      Stream.generate(ReentrantLock::new).limit(64).toArray(Lock[]::new);

  private final WarehouseLayout layout;

  WindowMerger(WarehouseLayout layout) {
    this.layout = layout;
  }

  /**
   * Merges the segments that a window has by now.
   *
   * @return the new file, or nothing if there was no new reading
   */
  Optional<FinalFile> merge(WindowShard window) throws IOException {
    Lock lock = LOCKS[Math.floorMod(window.hashCode(), LOCKS.length)];
    lock.lock();
    try {
      return mergeAlone(window);
    } finally {
      lock.unlock();
    }
  }

  private Optional<FinalFile> mergeAlone(WindowShard window) throws IOException {
    List<ResourceId> segments =
        WarehouseFiles.list(layout.segmentsOf(window)).stream()
            .map(Metadata::resourceId)
            .sorted(Comparator.comparing(ResourceId::toString))
            .toList();
    if (segments.isEmpty()) {
      return Optional.empty();
    }

    PositionSet known = positionsOfFinalFiles(window);
    ResourceId temporary = layout.temporary();
    long rows = 0;
    long repeats = 0;
    try (ParquetWriter<ReceivedReading> parquet = ReadingParquetWriter.open(temporary)) {
      for (ResourceId segment : segments) {
        for (ReceivedReading reading : read(segment)) {
          if (known.add(reading.position())) {
            parquet.write(reading);
            rows++;
          } else {
            repeats++;
          }
        }
      }
    }

    Optional<FinalFile> merged = Optional.empty();
    if (rows == 0) {
      WarehouseFiles.delete(List.of(temporary));
    } else {
      ResourceId target = layout.parquet(window, nameOf(segments));
      WarehouseFiles.publish(temporary, target);
      merged = Optional.of(new FinalFile(target.toString(), rows, repeats));
    }

    WarehouseFiles.delete(segments);
    LOG.info(
        "Window {}: {} rows of {} segments, {} repeats left out",
        window.directoryName(),
        rows,
        segments.size(),
        repeats);
    return merged;
  }

  private PositionSet positionsOfFinalFiles(WindowShard window) throws IOException {
    PositionSet known = new PositionSet();
    for (Metadata file : WarehouseFiles.list(layout.parquetsOfHour(window))) {
      if (WarehouseLayout.windowOfParquet(file.resourceId()).overlaps(window)) {
        PositionReader.read(file, known::add);
      }
    }

    return known;
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
   * A file that a merge made.
   *
   * @param path where it is
   * @param rows how many readings it holds
   * @param repeats how many it left out, as they were there already
   */
  record FinalFile(String path, long rows, long repeats) {}
}
