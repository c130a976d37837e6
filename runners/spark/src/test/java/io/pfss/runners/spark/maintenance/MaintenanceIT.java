// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.cli.Pfss;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.TableLocation;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.catalog.WindowRecord;
import io.pfss.pipeline.support.Secret;
import io.pfss.pipeline.warehouse.WarehouseScan;
import io.pfss.runners.spark.SparkSetup;
import io.pfss.trials.stack.MariaDbServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compaction and retention while a stream writes. */
class MaintenanceIT {
  private static final Instant FIRST = Instant.parse("2026-03-01T06:00:00Z");
  private static final int HOURS = 3;
  private static final int LATE_OF = 4;
  private static final Instant PRESENT = FIRST.plus(Duration.ofHours(HOURS));

  @TempDir Path folder;

  @Test
  void compactsWhileAStreamWrites() throws Exception {
    check(CatalogSettings.inFile(folder.resolve("catalog.db").toString()), Map.of(), 8);
  }

  @Test
  @Tag("nightly")
  void compactsWithACatalogInMariaDb() throws Exception {
    try (MariaDbServer server = MariaDbServer.start(folder.resolve("mariadb"))) {
      Path password = Files.writeString(folder.resolve("password"), server.password());
      check(
          new CatalogSettings(
              server.jdbcUrl("pfss"), server.user(), Secret.inFile(password.toString()), Map.of()),
          Map.of("jdbc.user", server.user(), "jdbc.password", server.password()),
          52);
    }
  }

  @Test
  void commandsReportChangesAndErrors() {
    CatalogSettings settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    WarehouseCatalog catalog = WarehouseCatalog.prepare(settings, root());
    TestStream stream = new TestStream(settings, root());
    stream.write(FIRST.toEpochMilli(), 4);
    stream.write(FIRST.plus(Duration.ofHours(1)).toEpochMilli(), 4);

    assertThat(pfss(settings, "compact", "--dry-run"))
        .contains("pfss.readings")
        .contains("PFSS_COMPACT {\"dryRun\":true")
        .contains("\"rewrittenFiles\":8");
    assertThat(files(catalog)).hasSize(8);
    assertThat(pfss(settings, "compact")).contains("8 -> 2").contains("\"dryRun\":false");
    assertThat(files(catalog)).hasSize(2);
    assertThat(pfss(settings, "compact")).contains("\"rewrittenFiles\":0");
    String keep = Duration.between(FIRST, Instant.now()).toHours() - 1 + "h";
    assertThat(pfss(settings, "retention", "--keep=" + keep, "--dry-run"))
        .contains("Would be deleted before 2026-03-01 07:00:00")
        .contains("\"deleted\":{\"files\":1,");
    assertThat(files(catalog)).hasSize(2);
    assertThat(pfss(settings, "retention", "--keep=" + keep)).contains("2 -> 1");
    assertThat(files(catalog)).hasSize(1);

    assertThat(refused(settings, "compact", "--orphans-older-than=1h"))
        .contains("younger than 24h");
    assertThat(refused(settings, "compact", "--snapshots-older-than=1s")).contains("10m");
    assertThat(refused(settings, "compact", "--snapshots-kept=0")).contains("at least 1");
    assertThat(refused(settings, "compact", "--older-than=soon")).contains("write it as 365d");
    assertThat(refused(settings, "retention")).contains("--keep");
    assertThat(refused(settings, "retention", "--keep=5m")).contains("must be at least 1h");
  }

  private void check(CatalogSettings settings, Map<String, String> sqlOptions, int windows)
      throws Exception {
    WarehouseCatalog catalog = WarehouseCatalog.prepare(settings, root());
    TestStream stream = new TestStream(settings, root());
    for (int hour = 0; hour < HOURS; hour++) {
      stream.write(hour(hour), windows);
      stream.write(hour(hour), windows / LATE_OF);
    }

    int before = stream.written().size();
    Snapshot old = catalog.readings().currentSnapshot();
    assertThat(files(catalog)).hasSize(HOURS * (windows + windows / LATE_OF));
    Path orphan = old("data/event_time_hour=2026-03-01-06/orphan.parquet");
    Path segment = old("_segments/20260301T060000Z/half-written");
    Path young = Files.writeString(orphan.resolveSibling("young.parquet"), "not committed yet");

    try (SparkSession spark = SparkSetup.session("test")) {
      SqlCatalog.addTo(spark, settings, sqlOptions);
      Instant start = Instant.now();
      compactWhileStreaming(spark, catalog, stream, settings(Instant.EPOCH, start));
      assertThat(orphan).doesNotExist();
      assertThat(young).exists();
      assertThat(spark.sql("SELECT * FROM pfss.pfss.readings VERSION AS OF " + old.snapshotId()))
          .satisfies(rows -> assertThat(rows.count()).isEqualTo(before));
      assertThat(
              spark.sql(
                  "SELECT * FROM pfss.pfss.readings TIMESTAMP AS OF '"
                      + Instant.ofEpochMilli(old.timestampMillis())
                      + "'"))
          .satisfies(rows -> assertThat(rows.count()).isEqualTo(before));
      assertEachOnce(spark, stream);

      stream.repeat(stream.written().subList(0, before / HOURS));
      assertEachOnce(spark, stream);

      int snapshots = operationsOf(catalog.readings()).size();
      Instant later = Instant.now().plus(Duration.ofHours(1));
      CompactReport report =
          new CompactWarehouse(spark, catalog, settings(later, later)).run().get(0);
      assertThat(report.expiredSnapshots()).isGreaterThanOrEqualTo(snapshots);
      assertThat(catalog.readings().snapshots()).hasSize(1);
      assertEachOnce(spark, stream);
      assertThat(closedFiles(catalog)).hasSize(HOURS).allSatisfy(file -> assertSorted(spark, file));
      assertThat(dataFilesInFolder()).containsExactlyInAnyOrderElementsOf(paths(catalog));
      assertThat(segment).exists();
      assertWindowsAreComplete(catalog, stream);
      assertThat(spark.sql("SELECT file_path FROM pfss.pfss.readings.files").count())
          .isEqualTo(files(catalog).size());
      assertPlainParquetIsTheSame(spark, settings);
    }

    retain(catalog, stream);
  }

  private void compactWhileStreaming(
      SparkSession spark, WarehouseCatalog catalog, TestStream stream, CompactSettings settings)
      throws Exception {
    CountDownLatch streaming = new CountDownLatch(1);
    CompletableFuture<Void> compaction =
        CompletableFuture.runAsync(
            () -> {
              try {
                streaming.await();
                assertThat(new CompactWarehouse(spark, catalog, settings).run())
                    .allSatisfy(report -> assertThat(report.failedFiles()).isZero());
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    for (int round = 0; !compaction.isDone(); round++) {
      stream.write(PRESENT.toEpochMilli() + round * TestStream.WINDOW_MILLIS, 2);
      stream.write(hour(round % HOURS), 1);
      stream.repeat(stream.written().subList(0, 2 * TestStream.SENSORS));
      streaming.countDown();
    }

    compaction.join();
    assertThat(operationsOf(catalog.readings()))
        .containsSubsequence("replace", "append", "replace");
  }

  private void retain(WarehouseCatalog catalog, TestStream stream) throws IOException {
    Instant now = Instant.now().plusSeconds(1);
    Instant limit = FIRST.plus(Duration.ofMinutes(100));
    RetainReport planned = new RetainWarehouse(catalog, limit, now, 1).plan().get(0);
    RetainReport report = new RetainWarehouse(catalog, limit, now, 1).run().get(0);

    long retained =
        stream.written().stream()
            .filter(reading -> reading.reading().eventTimeMillis() >= hour(1))
            .count();
    assertThat(report.after().rows()).isEqualTo(retained);
    assertThat(report.deleted().rows()).isEqualTo(stream.written().size() - retained);
    assertThat(report.deleted()).isEqualTo(planned.deleted());
    assertThat(report.before()).isEqualTo(planned.after());
    assertThat(dataFilesInFolder())
        .containsExactlyInAnyOrderElementsOf(paths(catalog))
        .noneMatch(file -> file.toString().contains("2026-03-01-06"));
    assertWindowsAreComplete(catalog, stream);
  }

  private static CompactSettings settings(Instant snapshotsBefore, Instant start) {
    return new CompactSettings(
        PRESENT.plus(Duration.ofMinutes(59)),
        CompactSettings.TARGET_FILE_BYTES,
        1,
        snapshotsBefore,
        1,
        snapshotsBefore.equals(Instant.EPOCH) ? start.minus(Duration.ofDays(1)) : start);
  }

  private void assertEachOnce(SparkSession spark, TestStream stream) {
    Row row =
        spark
            .sql(
                "SELECT count(*), count(DISTINCT kafka_partition, kafka_offset)"
                    + " FROM pfss.pfss.readings")
            .first();
    assertThat(row.getLong(0)).isEqualTo(stream.written().size());
    assertThat(row.getLong(1)).isEqualTo(stream.written().size());
  }

  private static void assertSorted(SparkSession spark, String file) {
    List<List<Long>> rows =
        spark
            .read()
            .parquet(literal(file))
            .selectExpr("sensor_id", "unix_micros(event_time)")
            .collectAsList()
            .stream()
            .map(row -> List.of(row.getLong(0), row.getLong(1)))
            .toList();
    assertThat(rows)
        .isSortedAccordingTo(
            Comparator.<List<Long>, Long>comparing(row -> row.get(0))
                .thenComparing(row -> row.get(1)));
  }

  private static void assertWindowsAreComplete(WarehouseCatalog catalog, TestStream stream) {
    List<WindowRecord> windows = catalog.database().windows().between(0, Long.MAX_VALUE);
    assertThat(windows.stream().mapToLong(window -> window.commit().rows()).sum())
        .isEqualTo(stream.written().size());
  }

  private void assertPlainParquetIsTheSame(SparkSession spark, CatalogSettings settings) {
    String[] files =
        pfss(settings, "catalog", "files")
            .lines()
            .map(MaintenanceIT::literal)
            .toArray(String[]::new);
    Dataset<Row> plain = spark.read().parquet(files);
    Dataset<Row> table = spark.table("pfss.pfss.readings");
    assertThat(plain.columns()).isEqualTo(table.columns());
    assertThat(plain.exceptAll(table).count()).isZero();
    assertThat(table.exceptAll(plain).count()).isZero();
  }

  /** Spark interprets the name of a file as a pattern. */
  private static String literal(String file) {
    return file.replaceAll("[*?{}\\[\\]]", "\\\\$0");
  }

  private static List<String> operationsOf(Table table) {
    List<String> operations = new ArrayList<>();
    table.snapshots().forEach(snapshot -> operations.add(snapshot.operation()));
    return operations;
  }

  private static List<String> closedFiles(WarehouseCatalog catalog) {
    return WarehouseScan.of(catalog.readings(), FIRST, PRESENT).files();
  }

  private static List<String> files(WarehouseCatalog catalog) {
    return WarehouseScan.of(catalog.readings(), Instant.EPOCH, Instant.now()).files();
  }

  private static List<Path> paths(WarehouseCatalog catalog) {
    return files(catalog).stream().map(TableLocation::toBeam).map(Path::of).toList();
  }

  private List<Path> dataFilesInFolder() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(root()).resolve("data"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  private Path old(String name) throws IOException {
    Path file = Path.of(root()).resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "left behind");
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
  }

  private String pfss(CatalogSettings settings, String... command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = run(settings, command, out, err);
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    return out.toString();
  }

  private String refused(CatalogSettings settings, String... command) {
    StringWriter err = new StringWriter();
    assertThat(run(settings, command, new StringWriter(), err)).isEqualTo(2);
    return err.toString();
  }

  private int run(CatalogSettings settings, String[] command, StringWriter out, StringWriter err) {
    List<String> args = new ArrayList<>(List.of(command));
    args.add("--catalog-url=" + settings.url());
    if (!settings.user().isEmpty()) {
      args.add("--catalog-user=" + settings.user());
      args.add("--catalog-password-file=" + folder.resolve("password"));
    }

    return Pfss.run(
        args.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private static long hour(int hour) {
    return FIRST.plus(Duration.ofHours(hour)).toEpochMilli();
  }

  private String root() {
    // Characters that are special in URIs and patterns.
    return folder.resolve("warehouse [1] 50%#{a}?*").toString();
  }
}
