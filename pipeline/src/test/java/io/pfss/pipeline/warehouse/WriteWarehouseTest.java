// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.Measure;
import io.pfss.pipeline.Readings;
import io.pfss.pipeline.element.OffsetRange;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.element.WindowShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteWarehouseTest {
  private static final long START = Instant.parse("2026-03-01T09:59:00Z").toEpochMilli();
  private static final Duration MINUTE = Duration.standardMinutes(1);
  private static final IntervalWindow FIRST =
      new IntervalWindow(org.joda.time.Instant.ofEpochMilli(START), MINUTE);
  private static final IntervalWindow SECOND = new IntervalWindow(FIRST.end(), MINUTE);

  @TempDir Path root;

  @Test
  void onTimeReadingsBecomeOneFileAtTheClose() throws IOException {
    TestPipeline pipeline = pipeline();
    PCollection<Long> rows =
        write(
            pipeline,
            stream()
                .addElements(at(0, 1), at(10_000, 2))
                .addElements(at(59_999, 3))
                .advanceWatermarkTo(FIRST.end())
                .addElements(at(60_000, 4))
                .advanceWatermarkTo(SECOND.end())
                .advanceWatermarkToInfinity());
    PAssert.that(rows).inWindow(FIRST).containsInAnyOrder(3L);
    PAssert.that(rows).inWindow(SECOND).containsInAnyOrder(1L);
    pipeline.run().waitUntilFinish();

    assertThat(ParquetRows.files(root).stream().map(root::relativize).map(Path::toString))
        .hasSize(2)
        .anyMatch(name -> name.startsWith("dt=2026-03-01/hour=09/heat-20260301T095900Z-"))
        .anyMatch(name -> name.startsWith("dt=2026-03-01/hour=10/heat-20260301T100000Z-"));
    assertThat(ParquetRows.offsets(root)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    assertNoOtherFilesAreLeft();
  }

  @Test
  void lateReadingsGetASecondFile() throws IOException {
    TestPipeline pipeline = pipeline();
    PCollection<Long> rows =
        write(
            pipeline,
            stream()
                .addElements(at(0, 1))
                .advanceWatermarkTo(FIRST.end().plus(MINUTE))
                .addElements(at(30_000, 2), at(1_000, 3))
                .advanceWatermarkToInfinity());
    PAssert.that(rows).inWindow(FIRST).containsInAnyOrder(1L);
    PAssert.that(rows).containsInAnyOrder(1L, 2L);
    pipeline.run().waitUntilFinish();

    assertThat(ParquetRows.offsets(root)).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(ParquetRows.files(root)).hasSize(2).allMatch(path -> path.toString().contains("09"));
    assertNoOtherFilesAreLeft();
  }

  @Test
  void idleStreamClosesItsWindowWithoutEmptyFiles() throws IOException {
    TestPipeline pipeline = pipeline();
    org.joda.time.Instant hoursLater = FIRST.end().plus(Duration.standardHours(5));
    PCollection<Long> rows =
        write(
            pipeline,
            stream()
                .addElements(at(0, 1))
                .advanceWatermarkTo(hoursLater)
                .advanceWatermarkToInfinity());
    PAssert.that(rows).inWindow(FIRST).containsInAnyOrder(1L);
    PAssert.that(rows).containsInAnyOrder(1L);
    pipeline.run().waitUntilFinish();

    assertThat(ParquetRows.files(root)).hasSize(1);
    assertNoOtherFilesAreLeft();
  }

  @Test
  void dropsDuplicatesInWindowAndFiles() throws IOException {
    TestPipeline pipeline = pipeline();
    write(
        pipeline,
        stream()
            .addElements(at(0, 1), at(1_000, 2))
            .addElements(at(1_000, 2))
            .advanceWatermarkTo(FIRST.end())
            .addElements(at(0, 1), at(2_000, 3))
            .advanceWatermarkToInfinity());
    pipeline.run().waitUntilFinish();
    TestPipeline again = pipeline();
    write(again, stream().addElements(at(1_000, 2), at(3_000, 4)).advanceWatermarkToInfinity());
    again.run().waitUntilFinish();

    assertThat(ParquetRows.offsets(root)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    assertNoOtherFilesAreLeft();
  }

  @Test
  void dropsDuplicatesAfterALongerWindow() throws IOException {
    TestPipeline pipeline = pipeline();
    write(pipeline, stream().addElements(at(0, 1)).advanceWatermarkToInfinity());
    pipeline.run().waitUntilFinish();
    TestPipeline again = pipeline();
    again
        .apply(Create.of(batch(Readings.at(START, 1), Readings.at(START + 1, 2))))
        .apply(WriteWarehouse.to(root.toString()).withWindow(Duration.standardMinutes(15)));
    again.run().waitUntilFinish();

    assertThat(ParquetRows.offsets(root)).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void storesEveryColumn() throws IOException {
    TestPipeline pipeline = pipeline();
    ReceivedReading reading = Readings.at(START, 7, 5_000_000_000L);
    pipeline.apply(Create.of(batch(reading))).apply(warehouse());
    pipeline.run().waitUntilFinish();

    GenericRecord row = ParquetRows.all(root).get(0);
    assertThat(row.getSchema().getFields()).hasSize(30);
    assertThat(row.get("sensor_id")).isEqualTo(8L);
    assertThat(row.get("event_time")).isEqualTo(START);
    assertThat(row.get("kafka_partition")).isEqualTo(7);
    assertThat(row.get("kafka_offset")).isEqualTo(5_000_000_000L);
    assertThat(row.get("ingest_time")).isEqualTo(START + 20);
    for (Measure measure : Measure.ALL) {
      assertThat(row.get(measure.column())).isEqualTo(reading.reading().value(measure));
    }
  }

  @Test
  void largeBundlesWriteSeveralSegments() throws IOException {
    TestPipeline pipeline = pipeline();
    List<ReceivedReading> readings =
        LongStream.range(0, 500).mapToObj(offset -> Readings.at(START, offset)).toList();
    pipeline.apply(Create.of(ParsedBatch.of(readings))).apply(warehouse().withSegmentBytes(1_000));
    pipeline.run().waitUntilFinish();

    assertThat(ParquetRows.offsets(root)).hasSize(500).doesNotHaveDuplicates();
    assertNoOtherFilesAreLeft();
  }

  @Test
  void shardsSplitAWindowByPartition() throws IOException {
    TestPipeline pipeline = pipeline();
    pipeline
        .apply(
            Create.of(
                batch(Readings.at(START, 0, 1), Readings.at(START, 1, 1)),
                batch(Readings.at(START, 2, 1), Readings.at(START, 3, 1))))
        .apply(warehouse().withShards(2));
    pipeline.run().waitUntilFinish();

    assertThat(ParquetRows.files(root).stream().map(path -> path.getFileName().toString()))
        .hasSize(2)
        .anyMatch(name -> name.contains("-s0-"))
        .anyMatch(name -> name.contains("-s1-"));
    assertThat(ParquetRows.all(root)).hasSize(4);
  }

  @Test
  void nextCloseMergesSegmentsThatACrashLeft() throws IOException {
    leaveSegment(Readings.at(START - 7_200_000, 1));
    TestPipeline pipeline = pipeline();
    pipeline
        .apply(Create.of(batch(Readings.at(START, 2))))
        .apply(warehouse().withSweepAfter(Duration.millis(-60_000)));
    pipeline.run().waitUntilFinish();

    assertThat(ParquetRows.offsets(root)).containsExactlyInAnyOrder(1L, 2L);
    assertNoOtherFilesAreLeft();
  }

  @Test
  void idleStreamMergesSegmentsThatACrashLeft() throws IOException {
    leaveSegment(Readings.at(START - 7_200_000, 1));
    TestPipeline pipeline = pipeline();
    pipeline
        .apply(
            Create.of(new ParsedBatch(List.of(new OffsetRange(0, 2, 2, 0)), List.of(), List.of())))
        .apply(warehouse().withSweepAfter(Duration.millis(-60_000)));
    pipeline.run().waitUntilFinish();

    assertThat(ParquetRows.offsets(root)).containsExactly(1L);
    assertNoOtherFilesAreLeft();
  }

  @Test
  void mergesAllSegmentsAfterAStop() throws IOException {
    leaveSegment(Readings.at(START, 1));
    leaveSegment(Readings.at(START + 1, 2));
    Files.createDirectories(root.resolve("_tmp"));
    Files.writeString(root.resolve("_tmp/unfinished"), "half a file");

    assertThat(warehouse().unmerged()).isEqualTo(2);
    assertThat(warehouse().mergeAllSegments()).isEqualTo(2);
    assertThat(warehouse().unmerged()).isZero();
    assertThat(warehouse().mergeAllSegments()).isZero();
    assertThat(ParquetRows.offsets(root)).containsExactlyInAnyOrder(1L, 2L);
    assertNoOtherFilesAreLeft();
  }

  @Test
  void mergesSegmentsInFoldersOfAFormerVersion() throws IOException {
    Path segment = leaveSegment(Readings.at(START, 1));
    WindowShard window = WarehouseSettings.of(root.toString()).windowOf(START, 0);
    Path former = root.resolve("_segments").resolve(window.directoryName());
    Files.createDirectories(former);
    Files.move(segment, former.resolve("0123456789abcdef.seg"));
    Files.createDirectories(root.resolve("_segments/20250301T095900Z-20250301T100000Z-s0"));

    assertThat(warehouse().unmerged()).isEqualTo(1);
    assertThat(warehouse().mergeAllSegments()).isEqualTo(1);
    assertThat(warehouse().unmerged()).isZero();
    assertThat(ParquetRows.offsets(root)).containsExactly(1L);
    assertNoOtherFilesAreLeft();
  }

  @Test
  void namesADamagedSegmentAndStopsTheMerge() throws IOException {
    Path segment = leaveSegment(Readings.at(START, 1));
    byte[] content = Files.readAllBytes(segment);
    content[content.length / 2] ^= 1;
    Files.write(segment, content);

    assertThatThrownBy(() -> warehouse().mergeAllSegments())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(segment.getFileName().toString())
        .hasMessageContaining("checksum");
    assertThat(segment).exists();
  }

  @Test
  void failsTheBundleIfItCannotWrite() throws IOException {
    Files.writeString(root.resolve("_tmp"), "no folder");
    TestPipeline pipeline = pipeline();
    pipeline.apply(Create.of(batch(Readings.at(START, 1)))).apply(warehouse());

    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .isInstanceOf(PipelineExecutionException.class)
        .hasMessageContaining("_tmp");
  }

  @Test
  void namesInvalidSettings() {
    WriteWarehouse warehouse = warehouse();
    assertThatThrownBy(() -> warehouse.withWindow(Duration.standardSeconds(7)))
        .hasMessageContaining("A window of 7.0 s does not divide an hour");
    assertThatThrownBy(() -> warehouse.withShards(0)).hasMessageContaining("shard");
    assertThatThrownBy(() -> warehouse.withSegmentBytes(0)).hasMessageContaining("byte");
  }

  private WriteWarehouse warehouse() {
    return WriteWarehouse.to(root.toString()).withWindow(MINUTE);
  }

  private PCollection<Long> write(TestPipeline pipeline, TestStream<ParsedBatch> readings) {
    PCollection<KV<String, Long>> files = pipeline.apply(readings).apply(warehouse());
    assertThat(files.getWindowingStrategy().getWindowFn()).isEqualTo(FixedWindows.of(MINUTE));
    return files.apply(Values.create());
  }

  private Path leaveSegment(ReceivedReading reading) throws IOException {
    Segment segment = new Segment();
    segment.add(reading);
    byte[] content = segment.toBytes();
    WarehouseSettings settings = WarehouseSettings.of(root.toString());
    WarehouseLayout layout = settings.layout();
    WindowShard window = settings.windowOf(reading.reading().eventTimeMillis(), 0);
    WarehouseFiles.write(
        content, layout.temporary(), layout.segment(window, WarehouseFiles.hash(content)));
    return Path.of(layout.segment(window, WarehouseFiles.hash(content)).toString());
  }

  /** An empty folder must not be left either, because each merge would list it. */
  private void assertNoOtherFilesAreLeft() throws IOException {
    for (String own : List.of("_segments", "_tmp")) {
      try (Stream<Path> files = Files.list(root.resolve(own))) {
        assertThat(files).isEmpty();
      }
    }

    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile))
          .allMatch(file -> file.toString().endsWith(".parquet"));
    }
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
        batch(Readings.at(time, offset)), org.joda.time.Instant.ofEpochMilli(time));
  }

  private static ParsedBatch batch(ReceivedReading... readings) {
    return ParsedBatch.of(List.of(readings));
  }
}
