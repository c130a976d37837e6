// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.or;

import io.pfss.pipeline.catalog.OffsetSpan;
import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.pipeline.catalog.TableLocation;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.catalog.WindowCommit;
import io.pfss.pipeline.catalog.WindowRecords;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.WindowShard;
import io.pfss.pipeline.support.NamedFolder;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.ParquetUtil;

/**
 * A warehouse whose final files are an Iceberg table of readings. A file is visible once it is
 * committed; the snapshot's summary describes its rows. A commit fails if another commit since the
 * view may have added some of its rows. So neither a replay nor a merge that was believed dead
 * commits a row twice.
 */
final class TableTarget implements WarehouseTarget {
  private final WarehouseCatalog catalog;
  private final WarehouseLayout layout;

  TableTarget(WarehouseCatalog catalog, WarehouseLayout layout) {
    this.catalog = catalog;
    this.layout = layout;
  }

  @Override
  public ReadingSchema schema() {
    return ReadingSchema.OF_TABLE;
  }

  @Override
  public View view() {
    return new TableView(catalog.readings());
  }

  private final class TableView implements View {
    private final Table table;
    private final Snapshot base;
    private final PartitionKey partition;
    private final ReadingStruct row = new ReadingStruct();

    /** The key of the previous reading; most readings of a window are in one partition. */
    private PartitionKey last;

    TableView(Table table) {
      this.table = table;
      this.base = table.currentSnapshot();
      this.partition = new PartitionKey(table.spec(), ReadingTable.SCHEMA);
      this.last = partition.copy();
    }

    @Override
    public OffsetSet offsets(WindowShard window, Incoming incoming) throws IOException {
      OffsetSet known = new OffsetSet();
      if (base == null || !hasFiles(time(window))) {
        return known;
      }

      List<OffsetSpan> spans = incoming.content().offsets();
      long first = spans.stream().mapToLong(OffsetSpan::first).min().orElse(0);
      long last = spans.stream().mapToLong(OffsetSpan::last).max().orElse(Long.MAX_VALUE);
      try (CloseableIterable<FileScanTask> files = plan(and(time(window), anyOf(spans)))) {
        for (FileScanTask file : files) {
          OffsetReader.read(file, first, last, known::add);
        }
      }

      return known;
    }

    @Override
    public Object partOf(ReceivedReading reading) {
      partition.partition(row.of(reading));
      if (!partition.equals(last)) {
        last = partition.copy();
      }

      return last;
    }

    @Override
    public Optional<List<Added>> add(List<Complete> windows) throws IOException {
      WindowRecords records = catalog.database().windows();
      records.catchUp(table);
      AppendFiles append = table.newAppend();
      List<ResourceId> files = new ArrayList<>();
      List<WindowCommit> commits = new ArrayList<>();
      for (Complete complete : windows) {
        commits.add(add(complete, records, append, files));
      }

      WindowCommit.toSummary(commits).forEach(append::set);
      try {
        catalog.commit(append.validateWith(later -> hasNoConflict(commits, later)));
      } catch (ValidationException e) {
        WarehouseFiles.delete(files);
        return Optional.empty();
      }

      records.catchUp(table);
      return Optional.of(commits.stream().map(c -> new Added(c.file(), c.lateRows() > 0)).toList());
    }

    private WindowCommit add(
        Complete complete, WindowRecords records, AppendFiles append, List<ResourceId> files)
        throws IOException {
      WindowShard window = complete.window();
      FileContent content = complete.content();
      String first = null;
      long bytes = 0;
      for (Part part : complete.parts()) {
        PartitionKey key = (PartitionKey) part.part();
        // A unique name: two merges of the same segments must not touch each other's file.
        ResourceId target =
            layout.tableParquet(
                window, table.spec().partitionToPath(key), part.file().getFilename());
        WarehouseFiles.publish(part.file(), target);
        files.add(target);
        DataFile file = dataFile(TableLocation.of(NamedFolder.nameOf(target)), key);
        append.appendFile(file);
        first = first == null ? file.location() : first;
        bytes += file.fileSizeInBytes();
      }

      return new WindowCommit(
          window.startMillis(),
          window.endMillis(),
          window.shard(),
          records.panes(window.startMillis(), window.endMillis(), window.shard()),
          content.rows(),
          content.duplicates(),
          content.minEventMillis(),
          content.maxEventMillis(),
          content.offsets(),
          Objects.requireNonNull(first, "a window without rows is not added"),
          bytes);
    }

    /** Whether no commit since the view may have added some of the same rows. */
    private boolean hasNoConflict(List<WindowCommit> commits, Iterable<Snapshot> newestFirst) {
      Long before = null;
      for (Snapshot snapshot : newestFirst) {
        if (base != null && snapshot.snapshotId() == base.snapshotId()) {
          return true;
        }

        for (WindowCommit later : WindowCommit.of(snapshot.summary())) {
          if (commits.stream().anyMatch(later::mayOverlap)) {
            return false;
          }
        }

        before = snapshot.parentId();
      }

      // Some snapshots since the view have expired, and may have added them.
      return base == null && before == null;
    }

    private DataFile dataFile(String location, PartitionKey key) {
      InputFile input = table.io().newInputFile(location);
      return DataFiles.builder(table.spec())
          .withInputFile(input)
          .withFormat(FileFormat.PARQUET)
          .withPartition(key)
          .withMetrics(ParquetUtil.fileMetrics(input, MetricsConfig.forTable(table)))
          .build();
    }

    private boolean hasFiles(Expression which) throws IOException {
      try (CloseableIterable<FileScanTask> files = plan(which)) {
        return files.iterator().hasNext();
      }
    }

    private CloseableIterable<FileScanTask> plan(Expression which) {
      return table.newScan().useSnapshot(base.snapshotId()).filter(which).planFiles();
    }

    private Expression time(WindowShard window) {
      return WarehouseScan.time(
          Instant.ofEpochMilli(window.startMillis()), Instant.ofEpochMilli(window.endMillis()));
    }
  }

  private static Expression anyOf(List<OffsetSpan> spans) {
    Expression any = Expressions.alwaysFalse();
    for (OffsetSpan span : spans) {
      any = or(any, WarehouseScan.offsets(span));
    }

    return any;
  }
}
