// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.catalog.WindowRecord;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.warehouse.OffsetGaps;
import io.pfss.pipeline.warehouse.WarehouseScan;
import io.pfss.runners.spark.SparkSetup;
import io.pfss.runners.spark.maintenance.CompactReport;
import io.pfss.runners.spark.maintenance.CompactSettings;
import io.pfss.runners.spark.maintenance.CompactWarehouse;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.e2e.ParquetContent;
import io.pfss.trials.stack.MariaDbServer;
import io.pfss.trials.stack.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that die before and after each step write windows with late readings and duplicates.
 * Each reading is in the table exactly once, and a compaction leaves only files of the table.
 */
@ExtendWith(SharedServers.class)
class WarehouseCrashIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void storesEachReadingOnceAfterSomeCrashes(MariaDbServer mariaDb) throws Exception {
    List<String> kinds =
        List.of(
            "after rename _segments",
            "before rename data",
            "after create metadata",
            "before delete _segments");
    check(new NumberedReadings(10, 2), kinds, mariaDb, "crash");
  }

  @Test
  @Tag("nightly")
  void storesEachReadingOnceAfterAnyCrash(MariaDbServer mariaDb) throws Exception {
    check(new NumberedReadings(200, 5), CrashPoint.all(), mariaDb, "crash_everywhere");
  }

  private void check(
      NumberedReadings readings, List<String> points, MariaDbServer mariaDb, String database)
      throws Exception {
    Path password = Files.writeString(folder.resolve("password"), mariaDb.password());
    String url = mariaDb.jdbcUrl(database) + "?createDatabaseIfNotExist=true";
    String[] catalog = {url, mariaDb.user(), password.toString()};
    FileSystems.setDefaultPipelineOptions(CrashingWriter.options());
    CatalogSettings settings = CrashingWriter.settings(catalog[0], catalog[1], catalog[2]);
    WarehouseCatalog tables = WarehouseCatalog.prepare(settings, CrashingWriter.root(folder));

    Map<String, Integer> crashes = writeAll(readings, points, catalog);
    assertThat(crashes).containsOnlyKeys(points);

    CrashingWriter.warehouse(folder, settings).mergeAllSegments();
    assertEachOnce(tables, readings);
    assertWindowsAreComplete(tables, readings);
    assertThat(OffsetGaps.find(tables)).isEmpty();
    assertThat(filesBelow("_segments")).isEmpty();
    assertThat(filesBelow("_tmp")).isEmpty();

    CompactReport compacted = compact(tables);
    assertThat(compacted.orphanFiles()).isPositive();
    assertEachOnce(tables, readings);
    assertThat(parquetFiles()).containsExactlyInAnyOrderElementsOf(paths(tables));
  }

  /** Writes each part with processes that die, and then with one that survives. */
  private Map<String, Integer> writeAll(
      NumberedReadings readings, List<String> points, String[] catalog) throws Exception {
    Map<String, Integer> crashes = new TreeMap<>();
    Random random = new Random(1);
    for (int i = 0; i < points.size(); i++) {
      int part = i * readings.parts() / points.size();
      if (run(readings, catalog, part, random, points.get(i)) == CrashPoint.STATUS) {
        crashes.merge(points.get(i), 1, Integer::sum);
      }

      boolean isLast = (i + 1) * readings.parts() / points.size() > part;
      if (isLast) {
        assertThat(run(readings, catalog, part, random, "")).isZero();
      }
    }

    return crashes;
  }

  private int run(
      NumberedReadings readings, String[] catalog, int part, Random random, String point)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(folder.toString()));
    arguments.addAll(List.of(catalog));
    for (long number : new long[] {readings.windows(), readings.parts(), part, random.nextLong()}) {
      arguments.add(Long.toString(number));
    }

    try (MainJobProcess writer =
        MainJobProcess.start(
            folder,
            List.of(
                "-D" + CrashPoint.POINT + "=" + point,
                "-D" + CrashPoint.PASSES + "=" + random.nextInt(passes(readings, point))),
            CrashingWriter.class,
            arguments)) {
      int status = writer.exitStatus(TIMEOUT);
      assertThat(status).as(writer.output()).isIn(0, CrashPoint.STATUS);
      return status;
    }
  }

  /**
   * Returns a limit for the random passes, small enough that each point is reached: each window has
   * at least a segment and a file. All windows of a part are one commit with three files: a
   * manifest, a manifest list and the table's metadata.
   */
  private static int passes(NumberedReadings readings, String point) {
    return point.endsWith("metadata") ? 3 : readings.windows() / readings.parts() - 2;
  }

  private static void assertEachOnce(WarehouseCatalog tables, NumberedReadings readings)
      throws IOException {
    List<SourceOffset> offsets =
        ParquetContent.readAll(files(tables), CrashingFileSystem.configuration()).stream()
            .map(
                row ->
                    new SourceOffset(
                        (Integer) row.get(ReadingTable.KAFKA_PARTITION),
                        (Long) row.get(ReadingTable.KAFKA_OFFSET)))
            .toList();
    assertThat(offsets).containsExactlyInAnyOrderElementsOf(readings.offsets());
  }

  private static void assertWindowsAreComplete(WarehouseCatalog tables, NumberedReadings readings) {
    tables.database().windows().catchUp(tables.readings());
    List<WindowRecord> windows =
        tables.database().windows().between(Long.MIN_VALUE, Long.MAX_VALUE);
    assertThat(windows.stream().mapToLong(window -> window.commit().rows()).sum())
        .isEqualTo(readings.count());
    assertThat(windows.stream().map(window -> window.commit().windowStartMillis()).distinct())
        .hasSize(readings.windows());
    assertThat(windows.stream().mapToLong(window -> window.commit().lateRows()).sum()).isPositive();
  }

  /** All writers have ended, so files that are in no snapshot now never will be. */
  private static CompactReport compact(WarehouseCatalog tables) throws IOException {
    Instant later = Instant.now().plus(Duration.ofHours(1));
    CompactSettings all =
        new CompactSettings(later, CompactSettings.TARGET_FILE_BYTES, 1, later, 1, later);
    String implementation = "spark.hadoop.fs." + CrashingFileSystem.SCHEME + ".impl";
    System.setProperty(implementation, CrashingFileSystem.class.getName());
    try (SparkSession spark = SparkSetup.session("crash test")) {
      return new CompactWarehouse(spark, tables, all).run().get(0);
    } finally {
      System.clearProperty(implementation);
    }
  }

  private static List<String> files(WarehouseCatalog tables) {
    Table readings = tables.readings();
    return WarehouseScan.of(readings, Instant.EPOCH, Instant.now()).files();
  }

  private static List<String> paths(WarehouseCatalog tables) {
    return files(tables).stream()
        .map(file -> new org.apache.hadoop.fs.Path(file).toUri().getPath())
        .toList();
  }

  private List<String> parquetFiles() throws IOException {
    return ParquetContent.files(CrashingWriter.root(folder), CrashingFileSystem.configuration())
        .stream()
        .map(file -> file.getPath().toUri().getPath())
        .toList();
  }

  private List<String> filesBelow(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("warehouse").resolve(name))) {
      return files.filter(Files::isRegularFile).map(Path::toString).toList();
    }
  }
}
