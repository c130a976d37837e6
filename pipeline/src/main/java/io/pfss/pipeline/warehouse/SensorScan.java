// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import static org.apache.iceberg.expressions.Expressions.equal;

import io.pfss.models.reading.HeatReading;
import io.pfss.pipeline.catalog.ReadingTable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ContiguousSet;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;

/**
 * Reads the readings of one sensor from the table of readings, in this process, within a time
 * limit. It skips files and row groups whose ids of sensors exclude it. Readings of open windows
 * are not in the table yet.
 */
public final class SensorScan {
  private final Table table;
  private final long sensorId;
  private final Expression rows;
  private final Instant from;
  private final Instant to;

  /** By hour; within an hour compacted files, then those of windows by time. */
  private final List<FileScanTask> files;

  private SensorScan(Table table, long sensorId, Instant from, Instant to) {
    this.table = table;
    this.sensorId = sensorId;
    this.rows = equal(ReadingTable.SENSOR_ID, sensorId);
    this.from = from;
    this.to = to;
    this.files =
        WarehouseScan.of(table, rows, from, to).byHour().values().stream()
            .flatMap(
                hour -> hour.stream().sorted(Comparator.comparing(task -> task.file().location())))
            .toList();
  }

  /**
   * Plans a scan of the current snapshot.
   *
   * @param from start of the range
   * @param to end of the range, exclusive
   */
  public static SensorScan of(Table readings, long sensorId, Instant from, Instant to) {
    return new SensorScan(readings, sensorId, from, to);
  }

  /**
   * Reads files that are spread evenly over the range, so that the limit makes the result thinner,
   * but not shorter.
   *
   * @param limit of the duration; the file that is being read is read to its end
   * @return the share of the files that were read, 0 to 1
   * @throws IOException if a file cannot be read; the message names it
   */
  public double read(Duration limit, Consumer<HeatReading> reading) throws IOException {
    List<Integer> order = new ArrayList<>(ContiguousSet.closedOpen(0, files.size()));
    // With the bits of the index reversed, each first part of the order is spread evenly.
    order.sort(
        (one, other) -> Integer.compareUnsigned(Integer.reverse(one), Integer.reverse(other)));
    long start = System.nanoTime();
    int read = 0;
    while (read < order.size() && System.nanoTime() - start < limit.toNanos()) {
      read(files.get(order.get(read)), reading);
      read++;
    }

    return files.isEmpty() ? 1 : (double) read / files.size();
  }

  /**
   * Returns the newest reading of the newest file that has one.
   *
   * @param limit of the duration, as in {@link #read}; empty if it is reached
   * @throws IOException if a file cannot be read; the message names it
   */
  public Optional<HeatReading> newest(Duration limit) throws IOException {
    long start = System.nanoTime();
    List<HeatReading> found = new ArrayList<>();
    for (FileScanTask file : Lists.reverse(files)) {
      if (!found.isEmpty() || System.nanoTime() - start >= limit.toNanos()) {
        break;
      }

      read(file, found::add);
    }

    return found.stream().max(Comparator.comparingLong(HeatReading::eventTimeMillis));
  }

  private void read(FileScanTask file, Consumer<HeatReading> reading) throws IOException {
    FileSplit.of(file)
        .read(
            table.io(),
            rows,
            from,
            to,
            received -> {
              if (received.reading().sensorId() == sensorId) {
                reading.accept(received.reading());
              }
            });
  }
}
