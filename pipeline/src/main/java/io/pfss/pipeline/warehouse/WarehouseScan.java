package io.pfss.pipeline.warehouse;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;
import static org.apache.iceberg.expressions.Expressions.greaterThanOrEqual;
import static org.apache.iceberg.expressions.Expressions.lessThan;
import static org.apache.iceberg.expressions.Expressions.lessThanOrEqual;

import io.pfss.pipeline.catalog.OffsetSpan;
import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.pipeline.element.ReceivedReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.TableScanUtil;

/** What is to be read for a time of the readings' table, as it is at one moment. */
public final class WarehouseScan {
  private static final long PIECE_BYTES = 128L << 20;

  private final Table table;
  private final TableScan scan;
  private final Instant from;
  private final Instant to;

  private WarehouseScan(Table table, Instant from, Instant to) {
    this.table = table;
    this.scan = table.newScan().filter(time(from, to));
    this.from = from;
    this.to = to;
  }

  /**
   * A scan of the present snapshot.
   *
   * @param from the first event time
   * @param to the first that does not count
   */
  public static WarehouseScan of(Table readings, Instant from, Instant to) {
    return new WarehouseScan(readings, from, to);
  }

  /** Whether a row's event time counts, as Iceberg's expression. */
  public static Expression time(Instant from, Instant to) {
    return and(
        greaterThanOrEqual(ReadingTable.EVENT_TIME, micros(from)),
        lessThan(ReadingTable.EVENT_TIME, micros(to)));
  }

  /** Whether a row is of a span of offsets, as Iceberg's expression. */
  static Expression offsets(OffsetSpan span) {
    return and(
        equal(ReadingTable.KAFKA_PARTITION, span.partition()),
        and(
            greaterThanOrEqual(ReadingTable.KAFKA_OFFSET, span.first()),
            lessThanOrEqual(ReadingTable.KAFKA_OFFSET, span.last())));
  }

  /**
   * Reads the readings in this process, hour after hour, in no order within one.
   *
   * @throws IOException if a file cannot be read; the message names it
   */
  public void read(Consumer<ReceivedReading> reading) throws IOException {
    for (List<FileSplit> piece : pieces(PIECE_BYTES)) {
      for (FileSplit split : piece) {
        split.read(table.io(), from, to, reading);
      }
    }
  }

  /** The files that may hold rows of the time, in no order. */
  public List<String> files() {
    List<String> files = new ArrayList<>();
    tasks().forEach(task -> files.add(task.file().location()));
    return files;
  }

  /**
   * What is to be read, in pieces that do not depend on each other: large files are split, and
   * small ones of one hour go together, so that the files of a stream that nobody has compacted do
   * not become as many pieces, and a piece is of one hour.
   *
   * @param targetBytes how large a piece should be
   * @throws IllegalStateException if rows of a file are deleted by other files, as PFSS never does
   */
  List<List<FileSplit>> pieces(long targetBytes) {
    List<FileScanTask> tasks = tasks();
    tasks.forEach(WarehouseScan::checkNoDeletes);
    Map<String, List<FileScanTask>> byHour =
        tasks.stream()
            .collect(
                Collectors.groupingBy(
                    task -> task.spec().partitionToPath(task.file().partition()),
                    TreeMap::new,
                    Collectors.toList()));
    return byHour.values().stream()
        .flatMap(hour -> TableScanUtil.planTaskGroups(hour, targetBytes, 1, 0).stream())
        .map(piece -> piece.tasks().stream().map(FileSplit::of).toList())
        .toList();
  }

  /**
   * Refuses a file of whose rows some do not count.
   *
   * @throws IllegalStateException if some of its rows are deleted by other files, as PFSS never
   *     does
   */
  static void checkNoDeletes(FileScanTask task) {
    if (!task.deletes().isEmpty()) {
      throw new IllegalStateException(
          "Rows of "
              + task.file().location()
              + " are deleted by another file, which PFSS does not read: rewrite the table's data"
              + " files");
    }
  }

  private List<FileScanTask> tasks() {
    try (CloseableIterable<FileScanTask> planned = scan.planFiles()) {
      List<FileScanTask> tasks = new ArrayList<>();
      planned.forEach(tasks::add);
      return tasks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
