package io.pfss.pipeline.batch;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.ScoreTable;
import io.pfss.pipeline.catalog.TableLocation;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.warehouse.WarehouseScan;
import java.time.Instant;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.ParquetUtil;

/**
 * Makes files the table's scores of a model and time, in place of those that it had of them: all at
 * once or not at all.
 */
final class CommitScores extends PTransform<PCollection<ScoreFile>, PDone> {
  private final CatalogSettings catalog;
  private final String model;
  private final Instant from;
  private final Instant to;

  private CommitScores(CatalogSettings catalog, String model, Instant from, Instant to) {
    this.catalog = catalog;
    this.model = model;
    this.from = from;
    this.to = to;
  }

  /** Commits to the table of scores of a catalog, which is there already. */
  static CommitScores to(CatalogSettings catalog) {
    return new CommitScores(
        Objects.requireNonNull(catalog, "catalog"), "", Instant.EPOCH, Instant.EPOCH);
  }

  /** Sets whose scores they are, by {@link ModelId}. */
  CommitScores ofModel(String other) {
    return new CommitScores(catalog, other, from, to);
  }

  /** Sets which event times they are all there is of: from a whole hour to before another. */
  CommitScores between(Instant first, Instant end) {
    return new CommitScores(catalog, model, first, end);
  }

  @Override
  public PDone expand(PCollection<ScoreFile> files) {
    files
        .apply("Together", WithKeys.of(0))
        .apply("Group", GroupByKey.create())
        .apply("Commit", ParDo.of(new Commit(this)));
    return PDone.in(files.getPipeline());
  }

  private static final class Commit extends DoFn<KV<Integer, Iterable<ScoreFile>>, Void> {
    private final CommitScores settings;
    private final Counter committed = Metrics.counter(KeepScores.class, "files");
    private final Counter bytes = Metrics.counter(KeepScores.class, "bytes");

    Commit(CommitScores settings) {
      this.settings = settings;
    }

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<ScoreFile>> files) {
      WarehouseCatalog catalog = WarehouseCatalog.of(settings.catalog);
      Table table = catalog.table(ScoreTable.NAME);
      OverwriteFiles overwrite =
          table
              .newOverwrite()
              .overwriteByRowFilter(
                  and(
                      equal(ScoreTable.MODEL, settings.model),
                      WarehouseScan.time(settings.from, settings.to)))
              .validateAddedFilesMatchOverwriteFilter();
      for (ScoreFile file : files.getValue()) {
        overwrite.addFile(dataFile(table, file));
        committed.inc();
        bytes.inc(file.bytes());
      }

      catalog.commit(overwrite);
    }

    private DataFile dataFile(Table table, ScoreFile file) {
      String location = TableLocation.of(file.path());
      InputFile input = table.io().newInputFile(location, file.bytes());
      PartitionData partition = new PartitionData(table.spec().partitionType());
      partition.set(0, settings.model);
      partition.set(1, file.hour());
      return DataFiles.builder(table.spec())
          .withPath(location)
          .withFileSizeInBytes(file.bytes())
          .withFormat(FileFormat.PARQUET)
          .withPartition(partition)
          .withMetrics(ParquetUtil.fileMetrics(input, MetricsConfig.forTable(table)))
          .build();
    }
  }
}
