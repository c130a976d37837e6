// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.Readings;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.pipeline.catalog.TableLocation;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ReceivedReadingCoder;
import io.pfss.pipeline.element.SourceOffset;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.joda.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadWarehouseTest {
  private static final Instant START = Instant.parse("2026-03-01T09:59:00Z");
  private static final long START_MILLIS = START.toEpochMilli();

  @TempDir Path folder;

  private CatalogSettings settings;
  private WarehouseCatalog catalog;

  @BeforeEach
  void prepareCatalog() {
    settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    catalog = WarehouseCatalog.prepare(settings, root());
  }

  @Test
  void readsReadingsAsTheyWereWritten() {
    ReceivedReading full = Readings.at(START_MILLIS, 7, 5_000_000_000L);
    ReceivedReading sparse =
        new ReceivedReading(
            HeatReading.builder(-3, START_MILLIS + 59_999).set(Measure.FREQUENCY, 59.9).build(),
            new SourceOffset(2, 1),
            START_MILLIS - 5);
    ReceivedReading empty =
        new ReceivedReading(
            HeatReading.builder(4, START_MILLIS + 1).build(), new SourceOffset(2, 2), -1);
    ReceivedReading labelled =
        new ReceivedReading(
            HeatReading.builder(5, START_MILLIS + 2)
                .set(Measure.FREQUENCY, 60)
                .extra("{\"습도\":3}")
                .build(),
            new SourceOffset(2, 3),
            1,
            Optional.of(SohState.CAUTION));
    write(List.of(full, sparse, labelled, empty));

    assertReads(START, START.plusSeconds(60), SplitPlanSize.LARGE, full, sparse, labelled, empty);
  }

  @Test
  void rangeIncludesStartAndExcludesEnd() {
    ReceivedReading first = Readings.at(START_MILLIS + 1_000, 1);
    ReceivedReading last = Readings.at(START_MILLIS + 2_999, 2);
    write(
        List.of(
            Readings.at(START_MILLIS + 999, 3), first, last, Readings.at(START_MILLIS + 3_000, 4)));

    assertReads(START.plusSeconds(1), START.plusSeconds(3), SplitPlanSize.LARGE, first, last);
  }

  @Test
  void emptyRangeHasNoReadings() {
    write(List.of(Readings.at(START_MILLIS, 1)));

    assertReads(START.plusSeconds(7_200), START.plusSeconds(10_800), SplitPlanSize.LARGE);
  }

  @Test
  void readsInTheOrderOfArrivalAcrossHours() throws IOException {
    long hourMillis = 3_600_000;
    ReceivedReading first = arriving(START_MILLIS + 1_000, 5, 500);
    ReceivedReading late = arriving(START_MILLIS, 7, hourMillis);
    ReceivedReading next = arriving(START_MILLIS + hourMillis - 2_000, 6, 500);
    ReceivedReading nextHour = arriving(START_MILLIS + hourMillis + 1_000, 8, 500);
    ReceivedReading loadedLater = arriving(START_MILLIS + 2_000, 9, 30 * hourMillis);
    write(List.of(nextHour, late, loadedLater));
    write(List.of(next, first));

    List<ReceivedReading> read = new ArrayList<>();
    WarehouseScan.of(catalog.readings(), Instant.EPOCH, START.plusSeconds(7_200))
        .readByArrival(read::add);

    assertThat(read).containsExactly(first, loadedLater, next, late, nextHour);
  }

  private static ReceivedReading arriving(long eventMillis, long offset, long afterMillis) {
    ReceivedReading reading = Readings.at(eventMillis, offset);
    return new ReceivedReading(reading.reading(), reading.position(), eventMillis + afterMillis);
  }

  @Test
  void readsEachReadingOnceFromSplitFiles() {
    ReceivedReading[] readings =
        LongStream.range(0, 3_000)
            .mapToObj(i -> Readings.at(START_MILLIS + i * 50, i))
            .toArray(ReceivedReading[]::new);
    write(List.of(readings));

    assertReads(START, START.plusSeconds(3_600), SplitPlanSize.SMALL, readings);
  }

  @Test
  void readsSmallFilesOfAnHourTogether() {
    write(
        List.of(
            Readings.at(START_MILLIS - 60_000, 1),
            Readings.at(START_MILLIS, 2),
            Readings.at(START_MILLIS + 60_000, 3)));

    List<List<FileSplit>> pieces =
        WarehouseScan.of(catalog.readings(), Instant.EPOCH, START.plusSeconds(3_600))
            .pieces(1 << 20);

    assertThat(pieces).extracting(List::size).containsExactly(2, 1);
  }

  @Test
  void findsColumnsByNameAndReadsTheFilesTimeUnit() throws IOException {
    for (ReadingSchema schema : ReadingSchema.values()) {
      ReceivedReading reading = Readings.at(START_MILLIS + 7, 3, 9);
      ResourceId original = file(schema + ".parquet");
      try (ParquetWriter<ReceivedReading> writer = ReadingParquetWriter.open(original, schema)) {
        writer.write(reading);
      }

      Path reordered = folder.resolve(schema + "-reordered.parquet");
      reorder(schema, reading, reordered);

      assertThat(read(folder.resolve(schema + ".parquet"))).containsExactly(reading);
      assertThat(read(reordered)).containsExactly(reading);
    }
  }

  @Test
  void addsMissingColumnsToAFormerTable() throws IOException {
    catalog.tables().dropTable(ReadingTable.NAME, false);
    Schema former = new Schema(ReadingTable.SCHEMA.columns().subList(0, 28));
    catalog
        .tables()
        .buildTable(ReadingTable.NAME, former)
        .withPartitionSpec(PartitionSpec.builderFor(former).hour("event_time").build())
        .withLocation(TableLocation.of(root()))
        .create();
    ReceivedReading old = Readings.at(START_MILLIS, 1);
    Path file = folder.resolve("former.parquet");
    writeGroup(
        ReadingSchema.columns(former, TimeUnit.MICROS),
        ReadingSchema.OF_TABLE.unitsPerMilli(),
        old,
        file);
    append(file);

    WarehouseCatalog.prepare(settings, root());
    WarehouseCatalog.prepare(settings, root());

    assertThat(catalog.readings().schema().sameSchema(ReadingTable.SCHEMA)).isTrue();
    ReceivedReading now =
        new ReceivedReading(
            HeatReading.builder(5, START_MILLIS + 2).extra("{}").build(),
            new SourceOffset(2, 3),
            1,
            Optional.of(SohState.NORMAL));
    write(List.of(now));
    assertReads(START, START.plusSeconds(60), SplitPlanSize.LARGE, old, now);
  }

  private enum SplitPlanSize {
    SMALL(16 << 10),
    LARGE(1 << 20);

    private final long bytes;

    SplitPlanSize(long bytes) {
      this.bytes = bytes;
    }
  }

  private void assertReads(
      Instant from, Instant to, SplitPlanSize size, ReceivedReading... expected) {
    TestPipeline pipeline = pipeline();
    PAssert.that(
            pipeline
                .apply(ReadWarehouse.of(catalog.readings(), from, to, size.bytes))
                .apply(
                    FlatMapElements.into(TypeDescriptor.of(ReceivedReading.class))
                        .via(ParsedBatch::readings))
                .setCoder(ReceivedReadingCoder.of()))
        .containsInAnyOrder(expected);
    pipeline.run().waitUntilFinish();
  }

  private void write(List<ReceivedReading> readings) {
    TestPipeline pipeline = pipeline();
    pipeline
        .apply(Create.of(ParsedBatch.of(readings)))
        .apply(
            WriteWarehouse.to(root()).withWindow(Duration.standardMinutes(1)).inCatalog(settings));
    pipeline.run().waitUntilFinish();
  }

  private static void reorder(ReadingSchema schema, ReceivedReading reading, Path file)
      throws IOException {
    List<Type> columns = new ArrayList<>(schema.row().getFields());
    Collections.reverse(columns);
    writeGroup(new MessageType("table", columns), schema.unitsPerMilli(), reading, file);
  }

  private void append(Path file) {
    Table table = catalog.readings();
    PartitionData hour = new PartitionData(table.spec().partitionType());
    hour.set(0, (int) java.util.concurrent.TimeUnit.MILLISECONDS.toHours(START_MILLIS));
    InputFile input = table.io().newInputFile(TableLocation.of(file.toString()));
    table
        .newAppend()
        .appendFile(
            DataFiles.builder(table.spec())
                .withInputFile(input)
                .withFormat(FileFormat.PARQUET)
                .withPartition(hour)
                .withMetrics(ParquetUtil.fileMetrics(input, MetricsConfig.forTable(table)))
                .build())
        .commit();
  }

  private static void writeGroup(
      MessageType columns, long unitsPerMilli, ReceivedReading reading, Path file)
      throws IOException {
    Group row = new SimpleGroupFactory(columns).newGroup();
    row.add("sensor_id", reading.reading().sensorId());
    row.add("event_time", reading.reading().eventTimeMillis() * unitsPerMilli);
    row.add("ingest_time", reading.ingestTimeMillis() * unitsPerMilli);
    row.add("kafka_partition", reading.position().partition());
    row.add("kafka_offset", reading.position().offset());
    for (Measure measure : Measure.ALL) {
      row.add(measure.column(), reading.reading().value(measure));
    }

    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withConf(new Configuration())
            .withType(columns)
            .build()) {
      writer.write(row);
    }
  }

  private List<ReceivedReading> read(Path file) throws IOException {
    long bytes = file.toFile().length();
    List<ReceivedReading> readings = new ArrayList<>();
    new FileSplit(file.toString(), bytes, 0, bytes)
        .read(catalog.readings().io(), Instant.EPOCH, START.plusSeconds(3_600), readings::add);
    return readings;
  }

  private ResourceId file(String name) {
    return FileSystems.matchNewResource(folder.resolve(name).toString(), false);
  }

  private String root() {
    return folder.resolve("warehouse").toString();
  }

  private static TestPipeline pipeline() {
    return TestPipeline.create().enableAbandonedNodeEnforcement(false);
  }
}
