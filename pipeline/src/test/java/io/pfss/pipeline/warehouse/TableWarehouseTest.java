// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.Measure;
import io.pfss.pipeline.Readings;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.OffsetSpan;
import io.pfss.pipeline.catalog.SnapshotExpiry;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.catalog.WarehouseUpkeep;
import io.pfss.pipeline.catalog.WindowCommit;
import io.pfss.pipeline.catalog.WindowRecord;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.element.WindowShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.joda.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableWarehouseTest {
  private static final long START = Instant.parse("2026-03-01T09:59:00Z").toEpochMilli();
  private static final Duration MINUTE = Duration.standardMinutes(1);
  private static final org.joda.time.Instant FIRST_END =
      org.joda.time.Instant.ofEpochMilli(START).plus(MINUTE);

  @TempDir Path folder;

  private CatalogSettings settings;
  private WarehouseCatalog catalog;

  @BeforeEach
  void prepareCatalog() {
    settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    catalog = WarehouseCatalog.prepare(settings, root());
  }

  @Test
  void windowCloseIsOneCommitWithASummary() throws IOException {
    write(
        stream()
            .addElements(at(0, 1), at(10_000, 2), at(59_999, 3))
            .advanceWatermarkTo(FIRST_END)
            .advanceWatermarkToInfinity());

    assertThat(TableRows.offsets(catalog.readings())).containsExactlyInAnyOrder(1L, 2L, 3L);
    List<Snapshot> snapshots = snapshots();
    assertThat(snapshots).hasSize(1);
    assertThat(snapshots.get(0).operation()).isEqualTo(DataOperations.APPEND);
    WindowCommit commit = WindowCommit.of(snapshots.get(0).summary()).get(0);
    assertThat(commit.windowStartMillis()).isEqualTo(START);
    assertThat(commit.windowEndMillis()).isEqualTo(START + 60_000);
    assertThat(commit.shard()).isZero();
    assertThat(commit.pane()).isZero();
    assertThat(commit.rows()).isEqualTo(3);
    assertThat(commit.lateRows()).isZero();
    assertThat(commit.minEventMillis()).isEqualTo(START);
    assertThat(commit.maxEventMillis()).isEqualTo(START + 59_999);
    assertThat(commit.offsets()).containsExactly(new OffsetSpan(0, 1, 3, 3));
    assertThat(commit.file()).contains("/data/event_time_hour=2026-03-01-09/heat-20260301T095900Z");
    assertThat(records()).extracting(WindowRecord::commit).containsExactly(commit);
  }

  @Test
  void lateReadingsAreASecondPane() throws IOException {
    write(
        stream()
            .addElements(at(0, 1))
            .advanceWatermarkTo(FIRST_END.plus(MINUTE))
            .addElements(at(30_000, 2), at(1_000, 3))
            .advanceWatermarkToInfinity());

    assertThat(TableRows.offsets(catalog.readings())).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(records()).extracting(record -> record.commit().pane()).containsExactly(0, 1);
    assertThat(records()).extracting(record -> record.commit().lateRows()).containsExactly(0L, 2L);
  }

  @Test
  void dropsDuplicatesInWindowAndTable() throws IOException {
    write(
        stream()
            .addElements(at(0, 1), at(1_000, 2))
            .addElements(at(1_000, 2))
            .advanceWatermarkTo(FIRST_END)
            .addElements(at(0, 1), at(2_000, 3))
            .advanceWatermarkToInfinity());
    write(stream().addElements(at(1_000, 2), at(3_000, 4)).advanceWatermarkToInfinity());

    assertThat(TableRows.offsets(catalog.readings())).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    assertThat(records())
        .extracting(record -> record.commit().duplicates())
        .containsExactly(1L, 1L, 1L);
  }

  @Test
  void windowsThatCloseTogetherAreOneCommit() throws IOException {
    TestStream.Builder<ParsedBatch> stream = stream();
    for (int i = 0; i < 36; i++) {
      stream = stream.addElements(at(i * 60_000L, i));
    }

    write(stream.advanceWatermarkToInfinity());

    assertThat(snapshots()).hasSize(1);
    assertThat(records()).hasSize(36);
    assertThat(records())
        .allSatisfy(record -> assertThat(record.commit().offsets()).hasSize(1))
        .allSatisfy(record -> assertThat(record.sequenceNumber()).isEqualTo(1));
    assertThat(WindowCommit.of(snapshots().get(0).summary()))
        .containsExactlyElementsOf(records().stream().map(WindowRecord::commit).toList());
    assertThat(TableRows.offsets(catalog.readings())).hasSize(36).doesNotHaveDuplicates();
    assertThat(OffsetGaps.find(catalog)).isEmpty();
  }

  @Test
  void commitHasABoundedNumberOfWindows() throws IOException {
    leaveSegments(WindowMerger.MAX_WINDOWS + 1);

    assertThat(warehouse().mergeOrphanedSegments()).isEqualTo(WindowMerger.MAX_WINDOWS + 1);
    assertThat(snapshots())
        .extracting(snapshot -> WindowCommit.of(snapshot.summary()).size())
        .containsExactly(WindowMerger.MAX_WINDOWS, 1);
    assertThat(records()).hasSize(WindowMerger.MAX_WINDOWS + 1);
  }

  @Test
  void commitOfManyWindowsFailsIfOneConflicts() throws IOException {
    WarehouseSettings warehouse = WarehouseSettings.of(root()).inCatalog(settings);
    WarehouseTarget.View slow = warehouse.finalFiles().view();
    write(stream().addElements(at(0, 1), at(60_000, 2)).advanceWatermarkToInfinity());

    List<WarehouseTarget.Complete> windows = new ArrayList<>();
    for (ReceivedReading reading :
        List.of(Readings.at(START + 60_000, 2), Readings.at(START + 120_000, 3))) {
      windows.add(complete(slow, warehouse, reading));
    }

    assertThat(slow.add(windows)).isEmpty();
    assertThat(TableRows.offsets(catalog.readings())).containsExactlyInAnyOrder(1L, 2L);
    assertThat(parquetFiles()).isEqualTo(2);
  }

  @Test
  void overlappingWindowsAreInSeparateCommits() throws IOException {
    // As after a replay with another length of windows.
    leaveSegment(WarehouseSettings.of(root()), Readings.at(START, 1));
    leaveSegment(
        WarehouseSettings.of(root()).withWindow(Duration.standardMinutes(15)),
        Readings.at(START, 1));

    assertThat(warehouse().mergeOrphanedSegments()).isEqualTo(1);
    assertThat(TableRows.offsets(catalog.readings())).containsExactly(1L);
  }

  @Test
  void replayCommitsNothingAndLeavesNoFiles() throws IOException {
    for (int i = 0; i < 3; i++) {
      write(stream().addElements(at(0, 1), at(1_000, 2)).advanceWatermarkToInfinity());
    }

    assertThat(snapshots()).hasSize(1);
    assertThat(records()).hasSize(1);
    try (Stream<Path> files = Files.walk(folder.resolve("warehouse"))) {
      assertThat(files.filter(Files::isRegularFile).map(Path::toString))
          .noneMatch(name -> name.contains("/_"))
          .filteredOn(name -> name.endsWith(".parquet"))
          .hasSize(1);
    }
  }

  @Test
  void oneOfTwoMergesOfTheSameReadingsCommits() throws IOException {
    WarehouseSettings warehouse = WarehouseSettings.of(root()).inCatalog(settings);
    WindowShard window = warehouse.window(START, 0);
    WarehouseTarget.View slow = warehouse.finalFiles().view();
    write(stream().addElements(at(0, 1), at(1_000, 2)).advanceWatermarkToInfinity());

    assertThat(add(slow, warehouse, Readings.at(START + 1_000, 2))).isEmpty();
    assertThat(TableRows.offsets(catalog.readings())).containsExactlyInAnyOrder(1L, 2L);
    WarehouseTarget.View again = warehouse.finalFiles().view();
    OffsetSet known = again.offsets(window, () -> content(Readings.at(START + 1_000, 2)));
    assertThat(known.add(Readings.at(START, 2).position())).isFalse();
  }

  @Test
  void mergeStartsAgainIfItsSnapshotExpired() throws IOException {
    WarehouseSettings warehouse = WarehouseSettings.of(root()).inCatalog(settings);
    WarehouseTarget.View slowest = warehouse.finalFiles().view();
    write(stream().addElements(at(0, 1)).advanceWatermarkToInfinity());
    WarehouseTarget.View slow = warehouse.finalFiles().view();
    write(stream().addElements(at(1_000, 2)).advanceWatermarkToInfinity());
    write(stream().addElements(at(2_000, 3)).advanceWatermarkToInfinity());
    catalog.readings().expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();

    assertThat(add(slowest, warehouse, Readings.at(START, 1))).isEmpty();
    assertThat(add(slow, warehouse, Readings.at(START + 1_000, 2))).isEmpty();
    assertThat(TableRows.offsets(catalog.readings())).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @Test
  void failedMergeKeepsTheFileOfTheOther() throws IOException {
    WarehouseSettings warehouse = WarehouseSettings.of(root()).inCatalog(settings);
    WarehouseTarget.View first = warehouse.finalFiles().view();
    WarehouseTarget.View second = warehouse.finalFiles().view();

    assertThat(add(first, warehouse, Readings.at(START, 2))).isPresent();
    assertThat(add(second, warehouse, Readings.at(START, 2))).isEmpty();
    assertThat(TableRows.offsets(catalog.readings())).containsExactly(2L);
  }

  @Test
  void mergesOfDifferentReadingsDoNotConflict() throws IOException {
    WarehouseSettings warehouse = WarehouseSettings.of(root()).inCatalog(settings);
    WarehouseTarget.View slow = warehouse.finalFiles().view();
    write(stream().addElements(at(0, 1), at(1_000, 2)).advanceWatermarkToInfinity());

    assertThat(add(slow, warehouse, Readings.at(START + 2_000, 3))).isPresent();
    assertThat(add(slow, warehouse, Readings.at(START + 2_000, 1, 2))).isPresent();
    assertThat(TableRows.offsets(catalog.readings())).containsExactlyInAnyOrder(1L, 2L, 3L, 2L);
  }

  @Test
  void storesEveryColumn() throws IOException {
    ReceivedReading reading = Readings.at(START, 7, 5_000_000_000L);
    TestPipeline pipeline = pipeline();
    pipeline.apply(Create.of(ParsedBatch.of(List.of(reading)))).apply(warehouse());
    pipeline.run().waitUntilFinish();

    GenericRecord row = TableRows.all(catalog.readings()).get(0);
    assertThat(row.getSchema().getFields()).hasSize(30);
    assertThat(row.get("sensor_id")).isEqualTo(8L);
    assertThat(row.get("event_time")).isEqualTo(START * 1000);
    assertThat(row.get("kafka_partition")).isEqualTo(7);
    assertThat(row.get("kafka_offset")).isEqualTo(5_000_000_000L);
    assertThat(row.get("ingest_time")).isEqualTo((START + 20) * 1000);
    for (Measure measure : Measure.ALL) {
      assertThat(row.get(measure.column())).isEqualTo(reading.reading().value(measure));
    }
  }

  /** A broker's clock may be wrong by centuries. */
  @Test
  void storesReadingsOfAnyYearOnce() throws IOException {
    long time = Instant.parse("9999-12-31T23:58:00Z").toEpochMilli();
    for (int run = 0; run < 2; run++) {
      TestPipeline pipeline = pipeline();
      pipeline
          .apply(Create.of(ParsedBatch.of(List.of(Readings.at(time, 0, 1)))))
          .apply(warehouse());
      pipeline.run().waitUntilFinish();
    }

    assertThat(TableRows.offsets(catalog.readings())).containsExactly(1L);
  }

  @Test
  void recordsACommitThatACrashLeftOut() throws IOException {
    WarehouseSettings warehouse = WarehouseSettings.of(root()).inCatalog(settings);
    write(stream().addElements(at(0, 1)).advanceWatermarkToInfinity());
    Table table = catalog.readings();
    WindowCommit lost =
        new WindowCommit(START, START + 60_000, 0, 1, 1, 0, START, START, List.of(), "file", 1);
    org.apache.iceberg.AppendFiles append = table.newAppend();
    WindowCommit.toSummary(List.of(lost)).forEach(append::set);
    append.set("pfss.offsets", "0:9:9:1");
    append.commit();

    assertThat(records()).hasSize(1);
    write(stream().addElements(at(2_000, 2)).advanceWatermarkToInfinity());
    assertThat(records()).extracting(record -> record.commit().pane()).containsExactly(0, 1, 2);
    assertThat(warehouse.catalog()).isEqualTo(settings);
  }

  @Test
  void upkeepBoundsMetadataAndKeepsAllWindows() throws IOException {
    commitWindows(0, 30);
    Instant expiry = Instant.now();
    WarehouseUpkeep upkeep = new WarehouseUpkeep(settings, Optional.of(WarehouseUpkeep.LEAST_AGE));
    upkeep.run(expiry);
    assertThat(snapshots()).hasSize(30);

    upkeep.run(expiry.plus(WarehouseUpkeep.LEAST_AGE));
    assertThat(snapshots()).hasSize(SnapshotExpiry.KEPT);
    assertThat(records()).hasSize(30);
    assertThat(TableRows.offsets(catalog.readings())).hasSize(30).doesNotHaveDuplicates();
    assertThat(metadataFiles("snap-")).hasSize(SnapshotExpiry.KEPT);
    assertThat(metadataFiles(".metadata.json")).hasSizeLessThanOrEqualTo(21);

    commitWindows(30, 31);
    assertThat(records()).hasSize(31);
    new WarehouseUpkeep(settings, Optional.empty()).run(expiry.plus(WarehouseUpkeep.LEAST_AGE));
    assertThat(snapshots()).hasSize(SnapshotExpiry.KEPT + 1);
  }

  @Test
  void upkeepDeletesFilesWithoutSnapshots() throws IOException {
    commitWindows(0, 2);
    Table table = catalog.readings();
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    }

    table.newDelete().deleteFile(files.get(0)).commit();
    assertThat(parquetFiles()).isEqualTo(2);
    commitWindows(2, 14);
    new WarehouseUpkeep(settings, Optional.of(WarehouseUpkeep.LEAST_AGE))
        .run(Instant.now().plus(WarehouseUpkeep.LEAST_AGE));
    assertThat(parquetFiles()).isEqualTo(13);
    assertThat(TableRows.offsets(catalog.readings())).hasSize(13);
  }

  @Test
  void deletesOldWindowRecordsButNotTheNewest() throws IOException {
    commitWindows(0, 3);
    WarehouseUpkeep upkeep = new WarehouseUpkeep(settings, Optional.empty());
    upkeep.run(Instant.now().plus(WarehouseUpkeep.WINDOWS_KEPT).minusSeconds(60));
    assertThat(records()).hasSize(3);
    upkeep.run(Instant.now().plus(WarehouseUpkeep.WINDOWS_KEPT).plusSeconds(60));
    assertThat(records()).hasSize(1);
    assertThat(OffsetGaps.find(catalog)).isEmpty();

    commitWindows(3, 4);
    assertThat(records()).hasSize(2);
  }

  @Test
  void refusesACatalogOfAnotherWarehouse() {
    assertThatThrownBy(() -> WarehouseCatalog.prepare(settings, folder.resolve("other").toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(folder.resolve("warehouse").toString())
        .hasMessageContaining(folder.resolve("other").toString());
  }

  private Optional<String> add(
      WarehouseTarget.View view, WarehouseSettings warehouse, ReceivedReading reading)
      throws IOException {
    return view.add(List.of(complete(view, warehouse, reading))).map(added -> added.get(0).path());
  }

  private static WarehouseTarget.Complete complete(
      WarehouseTarget.View view, WarehouseSettings warehouse, ReceivedReading reading)
      throws IOException {
    try (PartWriters parts = new PartWriters(warehouse.layout(), ReadingSchema.OF_TABLE)) {
      parts.write(view.partOf(reading), reading);
      return new WarehouseTarget.Complete(
          warehouse.windowOf(reading.reading().eventTimeMillis(), 0),
          parts.complete(),
          "test" + reading.position().offset(),
          content(reading));
    }
  }

  /** Commits each window separately. */
  private void commitWindows(int from, int until) throws IOException {
    for (int i = from; i < until; i++) {
      leaveSegment(WarehouseSettings.of(root()), Readings.at(START + i * 60_000L, i));
      warehouse().mergeOrphanedSegments();
    }
  }

  private List<Path> metadataFiles(String part) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("warehouse/metadata"))) {
      return files
          .filter(file -> file.getFileName().toString().contains(part))
          .filter(file -> !file.getFileName().toString().endsWith(".crc"))
          .toList();
    }
  }

  private void leaveSegments(int windows) throws IOException {
    for (int i = 0; i < windows; i++) {
      leaveSegment(WarehouseSettings.of(root()), Readings.at(START + i * 60_000L, i));
    }
  }

  private static void leaveSegment(WarehouseSettings warehouse, ReceivedReading reading)
      throws IOException {
    Segment segment = new Segment();
    segment.add(reading);
    byte[] content = segment.toBytes();
    WindowShard window =
        warehouse.windowOf(reading.reading().eventTimeMillis(), reading.position().partition());
    WarehouseFiles.write(
        content,
        warehouse.layout().temporary(),
        warehouse.layout().segment(window, WarehouseFiles.hash(content)));
  }

  private long parquetFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("warehouse"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }

  private static FileContent content(ReceivedReading reading) {
    FileContent content = new FileContent();
    content.add(reading);
    return content;
  }

  private void write(TestStream<ParsedBatch> readings) {
    TestPipeline pipeline = pipeline();
    pipeline.apply(readings).apply(warehouse());
    pipeline.run().waitUntilFinish();
  }

  private WriteWarehouse warehouse() {
    return WriteWarehouse.to(root()).withWindow(MINUTE).inCatalog(settings);
  }

  private String root() {
    return folder.resolve("warehouse").toString();
  }

  private List<Snapshot> snapshots() {
    return List.copyOf((java.util.Collection<Snapshot>) catalog.readings().snapshots());
  }

  private List<WindowRecord> records() {
    return catalog.database().windows().between(0, Long.MAX_VALUE);
  }

  private static TestPipeline pipeline() {
    return TestPipeline.create().enableAbandonedNodeEnforcement(false);
  }

  private static TestStream.Builder<ParsedBatch> stream() {
    return TestStream.create(RecordCoder.of(ParsedBatch.class))
        .advanceWatermarkTo(org.joda.time.Instant.ofEpochMilli(START));
  }

  private static TimestampedValue<ParsedBatch> at(long sinceStartMillis, long offset) {
    long time = START + sinceStartMillis;
    return TimestampedValue.of(
        ParsedBatch.of(List.of(Readings.at(time, offset))),
        org.joda.time.Instant.ofEpochMilli(time));
  }
}
