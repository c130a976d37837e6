// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.Readings;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.catalog.WarehouseUpkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cost of a commit and of a restart does not depend on how long a job has run. */
class YearTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int DAYS = 365;
  private static final int WINDOWS_A_DAY = 4;
  private static final int MONTH = 30;

  @TempDir Path folder;

  @Test
  @Tag("nightly")
  void lastMonthOfAYearCostsAsMuchAsTheSecond() throws IOException {
    CatalogSettings settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    String root = folder.resolve("warehouse").toString();
    WarehouseCatalog catalog = WarehouseCatalog.prepare(settings, root);
    WriteWarehouse warehouse = WriteWarehouse.to(root).inCatalog(settings);
    WarehouseUpkeep upkeep = new WarehouseUpkeep(settings, Optional.of(WarehouseUpkeep.LEAST_AGE));
    List<Cost> days = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      long start = System.nanoTime();
      for (int window = 0; window < WINDOWS_A_DAY; window++) {
        Instant time = START.plus(Duration.ofDays(day)).plusSeconds(window * 60L);
        leaveSegment(root, time.toEpochMilli(), day * WINDOWS_A_DAY + window);
      }

      assertThat(warehouse.mergeOrphanedSegments()).isEqualTo(WINDOWS_A_DAY);
      // Snapshots have the machine's time, so the clock of the upkeep must be ahead of it.
      upkeep.run(Instant.now().plus(WarehouseUpkeep.LEAST_AGE));
      days.add(cost(catalog, System.nanoTime() - start));
    }

    assertThat(catalog.database().windows().between(0, Long.MAX_VALUE))
        .hasSize(DAYS * WINDOWS_A_DAY);
    assertStays(days, "entries in folders of PFSS", Cost::entries);
    assertStays(days, "snapshots", Cost::snapshots);
    assertStays(days, "bytes of the table's metadata file", Cost::tableBytes);
    assertStays(days, "metadata files", Cost::metadataFiles);
    assertStays(days, "manifests of a commit", Cost::manifests);
    assertStays(days, "files that a merge reads", Cost::files);
    System.out.printf(
        "A day's merges took %d ms in the second month and %d ms in the last%n",
        millis(days.subList(MONTH, 2 * MONTH)), millis(days.subList(DAYS - MONTH, DAYS)));
  }

  private static void assertStays(List<Cost> days, String what, ToLongFunction<Cost> cost) {
    long early = max(days.subList(MONTH, 2 * MONTH), cost);
    long late = max(days.subList(DAYS - MONTH, DAYS), cost);
    assertThat((double) late).as(what).isLessThanOrEqualTo(early * 1.2);
  }

  private static long max(List<Cost> days, ToLongFunction<Cost> cost) {
    return days.stream().mapToLong(cost).max().orElseThrow();
  }

  private static long millis(List<Cost> days) {
    return days.stream().mapToLong(Cost::nanos).sum() / days.size() / 1_000_000;
  }

  private Cost cost(WarehouseCatalog catalog, long nanos) throws IOException {
    Table table = catalog.readings();
    List<Snapshot> snapshots = new ArrayList<>();
    table.snapshots().forEach(snapshots::add);
    Instant last = Instant.ofEpochMilli(lastWindow(catalog));
    try (CloseableIterable<?> files =
        table.newScan().filter(WarehouseScan.time(last, last.plusSeconds(60))).planFiles()) {
      long planned = 0;
      for (Object ignored : files) {
        planned++;
      }

      List<Path> metadata = files("metadata");
      return new Cost(
          files("_segments").size() + files("_tmp").size(),
          snapshots.size(),
          tableBytes(metadata),
          metadata.size(),
          table.currentSnapshot().allManifests(table.io()).size(),
          planned,
          nanos);
    }
  }

  private static long lastWindow(WarehouseCatalog catalog) {
    return catalog.database().windows().between(0, Long.MAX_VALUE).stream()
        .mapToLong(record -> record.commit().windowStartMillis())
        .max()
        .orElseThrow();
  }

  private static long tableBytes(List<Path> metadata) throws IOException {
    Path newest =
        metadata.stream()
            .filter(file -> file.toString().endsWith(".metadata.json"))
            .max(Comparator.comparing(Path::getFileName))
            .orElseThrow();
    return Files.size(newest);
  }

  /** Returns the files and folders in a folder of the warehouse. */
  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("warehouse").resolve(name))) {
      return files.toList();
    }
  }

  private static void leaveSegment(String root, long timeMillis, long offset) throws IOException {
    WarehouseSettings settings = WarehouseSettings.of(root);
    WarehouseLayout layout = settings.layout();
    Segment segment = new Segment();
    segment.add(Readings.at(timeMillis, offset));
    byte[] content = segment.toBytes();
    WarehouseFiles.write(
        content,
        layout.temporary(),
        layout.segment(settings.windowOf(timeMillis, 0), WarehouseFiles.hash(content)));
  }

  private record Cost(
      long entries,
      long snapshots,
      long tableBytes,
      long metadataFiles,
      long manifests,
      long files,
      long nanos) {}
}
