// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.pipeline.catalog.TableLocation;
import io.pfss.pipeline.element.SourceOffset;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.data.parquet.InternalReader;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.Parquet;

/** Reads only the offsets of the rows in a final file. */
final class OffsetReader {
  private static final Schema OFFSET_COLUMNS =
      ReadingTable.SCHEMA.select(ReadingTable.KAFKA_PARTITION, ReadingTable.KAFKA_OFFSET);

  private OffsetReader() {}

  /**
   * Reads the offsets of a file that are in a span, in any partition.
   *
   * @throws IllegalStateException if other files delete some of its rows
   */
  static void read(
      FileScanTask task, long firstOffset, long lastOffset, Consumer<SourceOffset> sink)
      throws IOException {
    WarehouseScan.checkNoDeletes(task);
    read(
        new BeamInputFile(
            TableLocation.toBeam(task.file().location()), task.file().fileSizeInBytes()),
        firstOffset,
        lastOffset,
        sink);
  }

  /** Does the same for a file outside a table. */
  static void read(InputFile file, long firstOffset, long lastOffset, Consumer<SourceOffset> sink)
      throws IOException {
    try (CloseableIterable<StructLike> rows =
        Parquet.read(file)
            .project(OFFSET_COLUMNS)
            .withNameMapping(FileSplit.NAMES)
            .filter(
                Expressions.and(
                    Expressions.greaterThanOrEqual(ReadingTable.KAFKA_OFFSET, firstOffset),
                    Expressions.lessThanOrEqual(ReadingTable.KAFKA_OFFSET, lastOffset)))
            .reuseContainers()
            .createReaderFunc(columns -> InternalReader.create(OFFSET_COLUMNS, columns))
            .build()) {
      for (StructLike row : rows) {
        long offset = row.get(1, Long.class);
        if (offset >= firstOffset && offset <= lastOffset) {
          sink.accept(new SourceOffset(row.get(0, Integer.class), offset));
        }
      }
    }
  }
}
