// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.RecordCoder;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.data.parquet.InternalReader;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;

/**
 * A part of a Parquet file of readings.
 *
 * @param file Iceberg's name of the file
 * @param fileBytes size of the whole file
 * @param start first byte of the part
 * @param length number of its bytes
 */
@DefaultCoder(RecordCoder.class)
record FileSplit(String file, long fileBytes, long start, long length) {
  /** Maps names of columns to ids, for files whose columns have no ids. */
  static final NameMapping NAMES = MappingUtil.create(ReadingTable.SCHEMA);

  static FileSplit of(FileScanTask task) {
    return new FileSplit(
        task.file().location(), task.file().fileSizeInBytes(), task.start(), task.length());
  }

  /**
   * Reads the readings whose event time is in a range. Finds columns by id or name, in any order,
   * and ignores columns that readings do not have.
   *
   * @param files reads the files of the table
   * @param from start of the range
   * @param to end of the range, exclusive
   * @param sink receives the readings
   * @throws IOException if the part cannot be read; the message names its file
   */
  void read(FileIO files, Instant from, Instant to, Consumer<ReceivedReading> sink)
      throws IOException {
    read(files, Expressions.alwaysTrue(), from, to, sink);
  }

  /**
   * Reads as above, but skips row groups of the file that have no row of an expression.
   *
   * @param rows in Iceberg's terms
   */
  void read(FileIO files, Expression rows, Instant from, Instant to, Consumer<ReceivedReading> sink)
      throws IOException {
    long fromMillis = from.toEpochMilli();
    long toMillis = to.toEpochMilli();
    try (CloseableIterable<StructLike> all = rows(files, rows)) {
      Iterator<StructLike> each = all.iterator();
      ReceivedReading reading;
      while ((reading = next(each)) != null) {
        long time = reading.reading().eventTimeMillis();
        if (time >= fromMillis && time < toMillis) {
          sink.accept(reading);
        }
      }
    }
  }

  private CloseableIterable<StructLike> rows(FileIO files, Expression which) {
    return Parquet.read(files.newInputFile(file, fileBytes))
        .project(ReadingTable.SCHEMA)
        .filter(which)
        .withNameMapping(NAMES)
        .split(start, length)
        .reuseContainers()
        .createReaderFunc(columns -> InternalReader.create(ReadingTable.SCHEMA, columns))
        .build();
  }

  private @Nullable ReceivedReading next(Iterator<StructLike> rows) throws IOException {
    try {
      return rows.hasNext() ? ReadingStruct.reading(rows.next()) : null;
    } catch (RuntimeException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
