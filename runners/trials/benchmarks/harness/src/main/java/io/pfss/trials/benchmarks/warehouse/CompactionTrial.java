// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.warehouse;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.pipeline.catalog.TableState;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.warehouse.WarehouseScan;
import io.pfss.runners.spark.SparkSetup;
import io.pfss.runners.spark.maintenance.CompactReport;
import io.pfss.runners.spark.maintenance.CompactSettings;
import io.pfss.runners.spark.maintenance.CompactWarehouse;
import io.pfss.trials.e2e.DirectWarehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the compaction of a table while a stream writes to it, and the size of a reading in each
 * format. Prints one line of JSON.
 */
@Command(
    name = "compaction-trial",
    description = "Measures a table of many small files before and after compaction.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class CompactionTrial implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant FIRST = Instant.parse("2026-03-01T06:00:00Z");

  /** The length of a window, with one file each: a period of the readings. */
  private static final org.joda.time.Duration WINDOW =
      org.joda.time.Duration.millis(TrialReadings.PERIOD_MILLIS);

  /** The number of windows that one pipeline writes. */
  private static final int WINDOWS_AT_ONCE = 100;

  private static final String TABLE = WarehouseCatalog.NAME + "." + ReadingTable.NAME;

  @Option(
      names = "--windows",
      description = "Number of windows of 5 s, one file each.",
      defaultValue = "2000")
  private int windows;

  @Option(
      names = "--sensors",
      description = "Number of readings in each window.",
      defaultValue = "500")
  private int sensors;

  @Option(
      names = "--folder",
      description = "Parent of a new folder for all data.",
      defaultValue = "target")
  private Path parent;

  private CompactionTrial() {}

  /** Runs the trial. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new CompactionTrial()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    Files.createDirectories(parent);
    Path folder = Files.createTempDirectory(parent.toAbsolutePath().normalize(), "compaction-");
    String root = folder.resolve("warehouse").toString();
    CatalogSettings settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    WarehouseCatalog catalog = WarehouseCatalog.prepare(settings, root);
    DirectWarehouse warehouse = new DirectWarehouse(settings, root, WINDOW);
    TrialReadings readings = new TrialReadings(sensors);
    readings.fill(warehouse, FIRST, windows, WINDOWS_AT_ONCE);

    ObjectNode result = JSON.createObjectNode();
    try (SparkSession spark = SparkSetup.session("compaction trial")) {
      String name = "spark.sql.catalog." + WarehouseCatalog.NAME;
      spark.conf().set(name, "org.apache.iceberg.spark.SparkCatalog");
      spark.conf().set(name + ".type", "jdbc");
      spark.conf().set(name + ".uri", settings.url());
      spark.conf().set(name + ".warehouse", "file:///unused");
      spark.conf().set(name + ".cache-enabled", "false");
      ObjectNode before = state(catalog);
      long old = catalog.readings().currentSnapshot().snapshotId();
      result.set("bytes_per_reading", bytes(spark, readings, folder));
      CompactReport report = compact(spark, catalog, warehouse, readings, result);
      result.put("compaction_seconds", report.seconds());
      result.put("rewritten_files", report.rewrittenFiles());
      ObjectNode after = state(catalog);
      scan(spark, old, before, after);
      result.set("before", before);
      result.set("after", after);
      result.set("ratios", ratios(before, after));
      audit(spark, readings, result);
    }

    System.out.println("PFSS_COMPACTION_TRIAL " + JSON.writeValueAsString(result));
    return result.get("lost").asLong() == 0 && result.get("double").asLong() == 0 ? 0 : 1;
  }

  /** Compacts the complete hours while a stream writes to the next one. */
  private CompactReport compact(
      SparkSession spark,
      WarehouseCatalog catalog,
      DirectWarehouse warehouse,
      TrialReadings readings,
      ObjectNode result) {
    CompactSettings compact =
        new CompactSettings(
            present(),
            CompactSettings.TARGET_FILE_BYTES,
            1,
            Instant.EPOCH,
            1,
            Instant.now().minus(CompactSettings.ORPHAN_AGE));
    CompletableFuture<CompactReport> compaction =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return new CompactWarehouse(spark, catalog, compact).run().get(0);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    int rounds = 0;
    for (; !compaction.isDone(); rounds++) {
      warehouse.write(
          readings.periods(present().toEpochMilli() + rounds * TrialReadings.PERIOD_MILLIS, 1));
    }

    result.put("windows_committed_meanwhile", rounds);
    return compaction.join();
  }

  private ObjectNode state(WarehouseCatalog catalog) throws IOException {
    return JSON.valueToTree(
        TableState.of(catalog.readings(), WarehouseScan.time(FIRST, present())));
  }

  /** Measures queries of the complete hours before and after the compaction. */
  private void scan(SparkSession spark, long old, ObjectNode before, ObjectNode after) {
    String oldVersion = "VERSION AS OF " + old;
    List<Double> millis =
        new ScanTimes(spark)
            .millis(average(oldVersion), average(""), sensor(oldVersion), sensor(""));
    before.put("scan_ms", round(millis.get(0)));
    after.put("scan_ms", round(millis.get(1)));
    before.put("sensor_ms", round(millis.get(2)));
    after.put("sensor_ms", round(millis.get(3)));
  }

  private String average(String version) {
    return "SELECT sensor_id, avg(active_power_avg) FROM "
        + fullHours(version)
        + " GROUP BY sensor_id";
  }

  private String sensor(String version) {
    return "SELECT * FROM " + fullHours(version) + " AND sensor_id = " + (sensors + 1) / 2;
  }

  private String fullHours(String version) {
    return TABLE + " " + version + " WHERE event_time < timestamp '" + present() + "'";
  }

  private ObjectNode bytes(SparkSession spark, TrialReadings readings, Path folder)
      throws IOException {
    Dataset<Row> rows = spark.table(TABLE);
    Column[] arrival = {col(ReadingTable.EVENT_TIME)};
    Column[] sorted = {col(ReadingTable.SENSOR_ID), col(ReadingTable.EVENT_TIME)};
    double count = readings.count();
    ObjectNode bytes = JSON.createObjectNode();
    bytes.put("json", round(readings.jsonBytes() / count));
    bytes.put("parquet_snappy", round(fileBytes(rows, folder, "snappy", arrival) / count));
    bytes.put("parquet_zstd", round(fileBytes(rows, folder, "zstd", arrival) / count));
    bytes.put("parquet_zstd_sorted", round(fileBytes(rows, folder, "zstd", sorted) / count));
    return bytes;
  }

  /** Returns the size of rows in one Parquet file, in bytes. */
  private static long fileBytes(Dataset<Row> rows, Path folder, String codec, Column[] order)
      throws IOException {
    String file = folder.resolve(codec + "-" + order.length).toString();
    rows.repartition(1)
        .sortWithinPartitions(order)
        .write()
        .option("compression", codec)
        .parquet(file);
    return FileSystem.getLocal(new Configuration())
        .getContentSummary(new org.apache.hadoop.fs.Path(file))
        .getLength();
  }

  private static ObjectNode ratios(ObjectNode before, ObjectNode after) {
    ObjectNode ratios = JSON.createObjectNode();
    for (String name : List.of("files", "bytes", "scan_ms", "sensor_ms")) {
      ratios.put(name, round(before.get(name).asDouble() / after.get(name).asDouble()));
    }

    return ratios;
  }

  private static void audit(SparkSession spark, TrialReadings readings, ObjectNode result) {
    Row row =
        spark
            .sql("SELECT count(*), count(DISTINCT kafka_partition, kafka_offset) FROM " + TABLE)
            .first();
    result.put("readings", readings.count());
    result.put("lost", readings.count() - row.getLong(1));
    result.put("double", row.getLong(0) - row.getLong(1));
  }

  /** Returns the start of the first hour without old windows, to which the stream writes. */
  private Instant present() {
    return FIRST
        .plusMillis((windows - 1) * TrialReadings.PERIOD_MILLIS)
        .truncatedTo(ChronoUnit.HOURS)
        .plus(Duration.ofHours(1));
  }

  private static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
