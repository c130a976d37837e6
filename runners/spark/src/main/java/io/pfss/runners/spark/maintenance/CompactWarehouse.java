package io.pfss.runners.spark.maintenance;

import io.pfss.pipeline.catalog.SnapshotExpiry;
import io.pfss.pipeline.catalog.TableState;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.actions.BinPackRewriteFilePlanner;
import org.apache.iceberg.actions.RewriteDataFiles;
import org.apache.iceberg.actions.RewriteFileGroup;
import org.apache.iceberg.actions.SizeBasedFileRewritePlanner;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.iceberg.util.Tasks;
import org.apache.spark.sql.SparkSession;

/**
 * Makes few large files of many small ones, hour by hour, each in the table's order, and lets go
 * what nobody needs any more. May run beside a stream and be cut off at any point: it changes how
 * rows are kept, never which there are.
 */
public final class CompactWarehouse {
  /** One file alone has nothing to be put together with. */
  private static final int LEAST_FILES = 2;

  /**
   * Files of half the target, as two halves are of a bit more than one, must not count as small.
   */
  private static final int SMALL = 4;

  /** The stream merges manifests too, and in a race it is mostly faster. */
  private static final int MANIFEST_RETRIES = 4;

  private static final long RETRY_MILLIS = 100;

  private final SparkSession spark;
  private final WarehouseCatalog catalog;
  private final CompactSettings settings;

  /** Compacts the tables of a catalog. */
  public CompactWarehouse(SparkSession spark, WarehouseCatalog catalog, CompactSettings settings) {
    this.spark = spark;
    this.catalog = catalog;
    this.settings = settings;
  }

  /**
   * Compacts every table.
   *
   * @throws IOException if a folder cannot be listed, or a file not be deleted
   */
  public List<CompactReport> run() throws IOException {
    List<CompactReport> reports = new ArrayList<>();
    for (Table table : WarehouseTables.of(catalog)) {
      reports.add(run(table));
    }

    return reports;
  }

  /** Says what {@link #run} would do, but for snapshots and files that are of its own making. */
  public List<CompactReport> plan() throws IOException {
    List<CompactReport> reports = new ArrayList<>();
    for (Table table : WarehouseTables.of(catalog)) {
      reports.add(plan(table));
    }

    return reports;
  }

  private CompactReport run(Table table) throws IOException {
    long startNanos = System.nanoTime();
    TableState before = TableState.of(table);
    RewriteDataFiles.Result rewritten = rewrite(table);
    rewriteManifests(table);
    int expired = expire(table);
    int orphans = new OrphanFiles(spark, table, settings.orphansBefore()).delete();
    table.refresh();
    return new CompactReport(
        WarehouseTables.nameOf(table),
        before,
        TableState.of(table),
        rewritten.rewrittenDataFilesCount(),
        rewritten.failedDataFilesCount(),
        expired,
        orphans,
        secondsSince(startNanos));
  }

  private CompactReport plan(Table table) throws IOException {
    long startNanos = System.nanoTime();
    TableState state = TableState.of(table);
    return new CompactReport(
        WarehouseTables.nameOf(table),
        state,
        state,
        smallFiles(table),
        0,
        snapshots(table).count(),
        new OrphanFiles(spark, table, settings.orphansBefore()).find().size(),
        secondsSince(startNanos));
  }

  private RewriteDataFiles.Result rewrite(Table table) {
    return SparkActions.get(spark)
        .rewriteDataFiles(table)
        .sort(WarehouseTables.orderOf(table))
        .filter(WarehouseTables.hoursUntil(settings.hoursUntil()))
        .options(sizes())
        .option(
            RewriteDataFiles.MAX_CONCURRENT_FILE_GROUP_REWRITES,
            Integer.toString(settings.hoursAtOnce()))
        // What is done stays done if a later hour fails.
        .option(RewriteDataFiles.PARTIAL_PROGRESS_ENABLED, "true")
        .option(RewriteDataFiles.PARTIAL_PROGRESS_MAX_FAILED_COMMITS, "0")
        .execute();
  }

  private int smallFiles(Table table) throws IOException {
    BinPackRewriteFilePlanner planner =
        new BinPackRewriteFilePlanner(table, WarehouseTables.hoursUntil(settings.hoursUntil()));
    planner.init(sizes());
    int files = 0;
    try (CloseableIterable<RewriteFileGroup> groups = planner.plan().groups()) {
      for (RewriteFileGroup group : groups) {
        files += group.inputFileNum();
      }
    }

    return files;
  }

  private Map<String, String> sizes() {
    return Map.of(
        SizeBasedFileRewritePlanner.TARGET_FILE_SIZE_BYTES,
        Long.toString(settings.targetFileBytes()),
        SizeBasedFileRewritePlanner.MIN_FILE_SIZE_BYTES,
        Long.toString(settings.targetFileBytes() / SMALL),
        SizeBasedFileRewritePlanner.MIN_INPUT_FILES,
        Integer.toString(LEAST_FILES));
  }

  private void rewriteManifests(Table table) {
    long target =
        PropertyUtil.propertyAsLong(
            table.properties(),
            TableProperties.MANIFEST_TARGET_SIZE_BYTES,
            TableProperties.MANIFEST_TARGET_SIZE_BYTES_DEFAULT);
    Tasks.foreach(table)
        .retry(MANIFEST_RETRIES)
        .exponentialBackoff(RETRY_MILLIS, RETRY_MILLIS, Long.MAX_VALUE, 1)
        .onlyRetryOn(ValidationException.class)
        .run(
            manifests -> {
              manifests.refresh();
              if (smallManifests(manifests, target) > 1) {
                SparkActions.get(spark)
                    .rewriteManifests(manifests)
                    .rewriteIf(manifest -> manifest.length() < target / 2)
                    .execute();
              }
            });
  }

  private static long smallManifests(Table table, long target) {
    return table.currentSnapshot() == null
        ? 0
        : table.currentSnapshot().dataManifests(table.io()).stream()
            .mapToLong(ManifestFile::length)
            .filter(length -> length < target / 2)
            .count();
  }

  private int expire(Table table) {
    SnapshotExpiry expiry = snapshots(table);
    int count = expiry.count();
    if (count > 0) {
      SparkActions.get(spark)
          .expireSnapshots(table)
          .expireOlderThan(expiry.beforeMillis())
          .retainLast(expiry.kept())
          .execute();
    }

    return count;
  }

  private SnapshotExpiry snapshots(Table table) {
    return SnapshotExpiry.of(catalog, table, settings.snapshotsBefore(), settings.snapshotsKept());
  }

  private static double secondsSince(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos).toMillis() / 1000.0;
  }
}
