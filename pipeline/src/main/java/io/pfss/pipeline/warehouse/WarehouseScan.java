// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import static org.apache.iceberg.expressions.Expressions.alwaysTrue;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.TableScanUtil;

/** The files to read for a range of event time, in one snapshot of the table of readings. */
public final class WarehouseScan {
  private static final long PIECE_BYTES = 128L << 20;
  private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final Table table;
  private final TableScan scan;
  private final Instant from;
  private final Instant to;

  private WarehouseScan(Table table, Expression rows, Instant from, Instant to) {
    this.table = table;
    this.scan = table.newScan().filter(and(time(from, to), rows));
    this.from = from;
    this.to = to;
  }

  /**
   * Plans a scan of the current snapshot.
   *
   * @param from start of the range
   * @param to end of the range, exclusive
   */
  public static WarehouseScan of(Table readings, Instant from, Instant to) {
    return of(readings, alwaysTrue(), from, to);
  }

  /** Plans a scan as above of the files that may have rows of an expression. */
  static WarehouseScan of(Table readings, Expression rows, Instant from, Instant to) {
    return new WarehouseScan(readings, rows, from, to);
  }

  /** Returns Iceberg's expression for rows whose event time is in a range. */
  public static Expression time(Instant from, Instant to) {
    return and(
        greaterThanOrEqual(ReadingTable.EVENT_TIME, micros(from)),
        lessThan(ReadingTable.EVENT_TIME, micros(to)));
  }

  /** Returns Iceberg's expression for rows whose offset is in a span. */
  static Expression offsets(OffsetSpan span) {
    return and(
        equal(ReadingTable.KAFKA_PARTITION, span.partition()),
        and(
            greaterThanOrEqual(ReadingTable.KAFKA_OFFSET, span.first()),
            lessThanOrEqual(ReadingTable.KAFKA_OFFSET, span.last())));
  }

  /**
   * Reads the readings in this process, hour by hour, in no order within an hour.
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

  /**
   * Reads the readings in this process, in the order in which they arrived in Kafka. A reading that
   * arrived more than an hour after its event time comes with those of its own hour, so that at
   * most the readings of two hours are in memory.
   *
   * @throws IOException if a file cannot be read; the message names it
   */
  public void readByArrival(Consumer<ReceivedReading> reading) throws IOException {
    PriorityQueue<ReceivedReading> waiting =
        new PriorityQueue<>(
            Comparator.comparingLong(WarehouseScan::arrivalMillis)
                .thenComparingInt(each -> each.position().partition())
                .thenComparingLong(each -> each.position().offset()));
    long[] latestMillis = {Long.MIN_VALUE};
    for (List<FileScanTask> hour : byHour().values()) {
      for (FileScanTask task : hour) {
        FileSplit.of(task)
            .read(
                table.io(),
                from,
                to,
                each -> {
                  latestMillis[0] = Math.max(latestMillis[0], each.reading().eventTimeMillis());
                  waiting.add(each);
                });
      }

      long endMillis = (Math.floorDiv(latestMillis[0], HOUR_MILLIS) + 1) * HOUR_MILLIS;
      while (!waiting.isEmpty() && arrivalMillis(waiting.element()) < endMillis) {
        reading.accept(waiting.remove());
      }
    }

    while (!waiting.isEmpty()) {
      reading.accept(waiting.remove());
    }
  }

  private static long arrivalMillis(ReceivedReading received) {
    long eventMillis = received.reading().eventTimeMillis();
    boolean isRecent = received.ingestTimeMillis() - eventMillis <= HOUR_MILLIS;
    return isRecent ? received.ingestTimeMillis() : eventMillis;
  }

  /** Returns the files that may have rows in the range, in no order. */
  public List<String> files() {
    List<String> files = new ArrayList<>();
    tasks().forEach(task -> files.add(task.file().location()));
    return files;
  }

  /**
   * Returns independent pieces to read. Splits large files, and combines small files of one hour,
   * so that there are not as many pieces as small files of an uncompacted table.
   *
   * @param targetBytes desired size of a piece
   * @throws IllegalStateException if other files delete rows of a data file, which PFSS never does
   */
  List<List<FileSplit>> pieces(long targetBytes) {
    return byHour().values().stream()
        .flatMap(hour -> TableScanUtil.planTaskGroups(hour, targetBytes, 1, 0).stream())
        .map(piece -> piece.tasks().stream().map(FileSplit::of).toList())
        .toList();
  }

  /**
   * Checks that no other file deletes rows of a data file.
   *
   * @throws IllegalStateException if one does, which PFSS never does
   */
  static void checkNoDeletes(FileScanTask task) {
    if (!task.deletes().isEmpty()) {
      throw new IllegalStateException(
          "Another file deletes rows of "
              + task.file().location()
              + ", which PFSS does not support: rewrite the table's data files");
    }
  }

  /** Returns the files by their hour, in no order within an hour. */
  SortedMap<String, List<FileScanTask>> byHour() {
    List<FileScanTask> tasks = tasks();
    tasks.forEach(WarehouseScan::checkNoDeletes);
    return tasks.stream()
        .collect(
            Collectors.groupingBy(
                task -> task.spec().partitionToPath(task.file().partition()),
                TreeMap::new,
                Collectors.toList()));
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

  /** Not by {@code ChronoUnit}, which counts in ns: that ends in the year 2262. */
  private static long micros(Instant time) {
    return TimeUnit.SECONDS.toMicros(time.getEpochSecond())
        + TimeUnit.NANOSECONDS.toMicros(time.getNano());
  }
}
