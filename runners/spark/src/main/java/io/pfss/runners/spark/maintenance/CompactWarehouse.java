// SPDX-License-Identifier: Apache-2.0
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
 * Merges many small files into few large ones, hour by hour, sorted in the table's order, and
 * deletes files that no snapshot needs. It may run while the stream runs and may be interrupted at
 * any point: it changes how rows are stored, not which rows exist.
 */
public final class CompactWarehouse {
  /** A single file cannot be merged. */
  private static final int MIN_FILES = 2;

  /**
   * A file below this fraction of the target is small. A result slightly above the target is split
   * into halves, which must not count as small again.
   */
  private static final int SMALL_DIVISOR = 4;

  /** The stream merges manifests too and usually wins a race. */
  private static final int MANIFEST_RETRIES = 4;

  private static final long RETRY_MILLIS = 100;

  private final SparkSession spark;
  private final WarehouseCatalog catalog;
  private final CompactSettings settings;

  /** Creates a compaction of the tables of a catalog. */
  public CompactWarehouse(SparkSession spark, WarehouseCatalog catalog, CompactSettings settings) {
    this.spark = spark;
    this.catalog = catalog;
    this.settings = settings;
  }

  /**
   * Compacts every table.
   *
   * @throws IOException if a folder cannot be listed or a file cannot be deleted
   */
  public List<CompactReport> run() throws IOException {
    List<CompactReport> reports = new ArrayList<>();
    for (Table table : WarehouseTables.of(catalog)) {
      reports.add(run(table));
    }

    return reports;
  }

  /** Returns what {@link #run} would do, without the snapshots and files that it would create. */
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
        // Finished hours stay compacted if a later hour fails.
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
        Long.toString(settings.targetFileBytes() / SMALL_DIVISOR),
        SizeBasedFileRewritePlanner.MIN_INPUT_FILES,
        Integer.toString(MIN_FILES));
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
