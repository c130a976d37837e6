package io.pfss.pipeline.warehouse;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;
import static org.apache.iceberg.expressions.Expressions.greaterThanOrEqual;
import static org.apache.iceberg.expressions.Expressions.lessThan;
import static org.apache.iceberg.expressions.Expressions.lessThanOrEqual;

import io.pfss.pipeline.catalog.OffsetSpan;
import io.pfss.pipeline.catalog.ReadingTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;

/** What is to be read for a time of the readings' table, as it is at one moment. */
public final class WarehouseScan {
  private final TableScan scan;

  private WarehouseScan(TableScan scan) {
    this.scan = scan;
  }

  /**
   * A scan of the present snapshot.
   *
   * @param from the first event time
   * @param to the first that does not count
   */
  public static WarehouseScan of(Table readings, Instant from, Instant to) {
    return new WarehouseScan(readings.newScan().filter(time(from, to)));
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

  /** The files that may hold rows of the time, in no order. */
  public List<String> files() {
    List<String> files = new ArrayList<>();
    tasks().forEach(task -> files.add(task.file().location()));
    return files;
  }

  List<FileScanTask> tasks() {
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
