package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.catalog.TableLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.FileScanTask;

/**
 * Splits large files and puts small ones of one hour together, so that the files of a stream that
 * nobody has compacted do not become as many elements, and an element is of one hour.
 */
final class SplitPlan {
  private SplitPlan() {}

  /**
   * What is to be read, in pieces that do not depend on each other.
   *
   * @param targetBytes how large a piece should be
   * @throws IllegalStateException if rows of a file are deleted by other files
   */
  static List<List<FileSplit>> of(List<FileScanTask> tasks, long targetBytes) {
    Map<String, List<FileSplit>> byHour = new TreeMap<>();
    for (FileScanTask task : tasks) {
      ScanFiles.checkNoDeletes(task);
      List<FileSplit> hour =
          byHour.computeIfAbsent(
              task.spec().partitionToPath(task.file().partition()), any -> new ArrayList<>());
      task.split(targetBytes).forEach(part -> hour.add(split(part)));
    }

    List<List<FileSplit>> pieces = new ArrayList<>();
    byHour.values().forEach(hour -> addPieces(hour, targetBytes, pieces));
    return pieces;
  }

  private static void addPieces(
      List<FileSplit> hour, long targetBytes, List<List<FileSplit>> pieces) {
    List<FileSplit> piece = new ArrayList<>();
    long bytes = 0;
    for (FileSplit split : hour) {
      if (!piece.isEmpty() && bytes + split.length() > targetBytes) {
        pieces.add(List.copyOf(piece));
        piece.clear();
        bytes = 0;
      }

      piece.add(split);
      bytes += split.length();
    }

    pieces.add(List.copyOf(piece));
  }

  private static FileSplit split(FileScanTask task) {
    return new FileSplit(
        TableLocation.toBeam(task.file().location()),
        task.file().fileSizeInBytes(),
        task.start(),
        task.length());
  }
}
