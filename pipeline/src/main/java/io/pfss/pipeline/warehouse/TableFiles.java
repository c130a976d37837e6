package io.pfss.pipeline.warehouse;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.or;

import io.pfss.pipeline.catalog.OffsetSpan;
import io.pfss.pipeline.catalog.TableLocation;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.catalog.WindowCommit;
import io.pfss.pipeline.catalog.WindowRecords;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.ParquetUtil;

/**
 * Final files of the Iceberg table of readings. A file is seen when it is committed, with what it
 * holds in the snapshot's summary; the commit fails if another, since the view was taken, may have
 * added some of its rows. So no replay, and no merge that was given up for dead, commits twice.
 */
final class TableFiles implements FinalFiles {
  private final WarehouseCatalog catalog;
  private final WarehouseLayout layout;

  TableFiles(WarehouseCatalog catalog, WarehouseLayout layout) {
    this.catalog = catalog;
    this.layout = layout;
  }

  @Override
  public ReadingSchema schema() {
    return ReadingSchema.OF_TABLE;
  }

  @Override
  public View view(WindowShard window) {
    return new TableView(window, catalog.readings());
  }

  private final class TableView implements View {
    private final WindowShard window;
    private final Table table;
    private final Snapshot base;

    TableView(WindowShard window, Table table) {
      this.window = window;
      this.table = table;
      this.base = table.currentSnapshot();
    }

    @Override
    public PositionSet positions(Incoming incoming) throws IOException {
      PositionSet known = new PositionSet();
      if (base == null || !hasFiles(time())) {
        return known;
      }

      List<OffsetSpan> spans = incoming.content().offsets();
      long first = spans.stream().mapToLong(OffsetSpan::first).min().orElse(0);
      long last = spans.stream().mapToLong(OffsetSpan::last).max().orElse(Long.MAX_VALUE);
      try (CloseableIterable<FileScanTask> files = plan(and(time(), offsets(spans)))) {
        for (FileScanTask file : files) {
          PositionReader.read(ScanFiles.open(file), first, last, known::add);
        }
      }

      return known;
    }

    @Override
    public Optional<Added> add(ResourceId complete, String name, FileContent content)
        throws IOException {
      WindowRecords windows = catalog.database().windows();
      windows.catchUp(table);
      // Not by the segments: two merges of the same ones must not touch each other's file.
      ResourceId target = layout.tableParquet(window, complete.getFilename());
      WarehouseFiles.publish(complete, target);
      String location = TableLocation.of(target.toString());
      DataFile file = dataFile(location);
      WindowCommit commit =
          new WindowCommit(
              window.startMillis(),
              window.endMillis(),
              window.shard(),
              windows.panes(window.startMillis(), window.endMillis(), window.shard()),
              content.rows(),
              content.repeats(),
              content.minEventMillis(),
              content.maxEventMillis(),
              content.offsets(),
              location,
              file.fileSizeInBytes());
      AppendFiles append =
          table.newAppend().appendFile(file).validateWith(later -> isFirst(commit, later));
      commit.toSummary().forEach(append::set);
      try {
        catalog.commit(append);
      } catch (ValidationException e) {
        WarehouseFiles.delete(List.of(target));
        return Optional.empty();
      }

      windows.catchUp(table);
      return Optional.of(new Added(location, commit.lateRows() > 0));
    }

    /** Whether no commit since the view may have added some of the same rows. */
    private boolean isFirst(WindowCommit commit, Iterable<Snapshot> newestFirst) {
      Long before = null;
      for (Snapshot snapshot : newestFirst) {
        if (base != null && snapshot.snapshotId() == base.snapshotId()) {
          return true;
        }

        if (WindowCommit.of(snapshot.summary()).filter(commit::mayRepeat).isPresent()) {
          return false;
        }

        before = snapshot.parentId();
      }

      // What is not to be seen has expired, and may have added them too.
      return base == null && before == null;
    }

    private DataFile dataFile(String location) {
      InputFile input = table.io().newInputFile(location);
      PartitionData hour = new PartitionData(table.spec().partitionType());
      hour.set(0, (int) TimeUnit.MILLISECONDS.toHours(window.startMillis()));
      return DataFiles.builder(table.spec())
          .withInputFile(input)
          .withFormat(FileFormat.PARQUET)
          .withPartition(hour)
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

    private Expression time() {
      return WarehouseScan.time(
          Instant.ofEpochMilli(window.startMillis()), Instant.ofEpochMilli(window.endMillis()));
    }
  }

  private static Expression offsets(List<OffsetSpan> spans) {
    Expression any = Expressions.alwaysFalse();
    for (OffsetSpan span : spans) {
      any = or(any, WarehouseScan.offsets(span));
    }

    return any;
  }
}
