// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import static org.apache.iceberg.expressions.Expressions.bucket;
import static org.apache.iceberg.expressions.Expressions.day;
import static org.apache.iceberg.expressions.Expressions.month;
import static org.apache.iceberg.expressions.Expressions.ref;
import static org.apache.iceberg.expressions.Expressions.truncate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.pipeline.Readings;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.CatalogUnavailableException;
import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.catalog.WindowRecord;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ReceivedReadingCoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.expressions.Term;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes that others may make to the table of readings while PFSS writes to it. */
class AlteredTableTest {
  private static final Instant START = Instant.parse("2026-03-01T09:59:00Z");

  @TempDir Path folder;

  private CatalogSettings settings;
  private WarehouseCatalog catalog;

  @BeforeEach
  void prepareCatalog() {
    settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    catalog = WarehouseCatalog.prepare(settings, root());
  }

  static Stream<Arguments> partitions() {
    return Stream.of(
        Arguments.of(List.of(), 1),
        Arguments.of(List.of(day("event_time")), 1),
        Arguments.of(List.of(month("event_time")), 1),
        Arguments.of(List.of(ref("event_time")), 40),
        Arguments.of(List.of(bucket("sensor_id", 4), day("event_time")), 2),
        Arguments.of(List.of(ref("sensor_id")), 5),
        Arguments.of(List.of(truncate("kafka_offset", 10)), 4),
        Arguments.of(List.of(ref("kafka_partition"), ref("temperature")), 40));
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void rowsFollowTheTablesPartitioning(List<Term> terms, int files) throws IOException {
    write(readings(0, 40));
    UpdatePartitionSpec spec = catalog.readings().updateSpec().removeField("event_time_hour");
    terms.forEach(spec::addField);
    spec.commit();
    write(readings(0, 80).subList(20, 80));

    Table table = catalog.readings();
    assertThat(TableRows.offsets(table)).hasSize(80).doesNotHaveDuplicates();
    int written = 0;
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        if (task.spec().specId() == table.spec().specId()) {
          written++;
          assertRowsAreInTheirPartition(table, task);
        }
      }
    }

    assertThat(written).isBetween(files, 40);
    assertThat(records()).extracting(record -> record.commit().rows()).containsExactly(40L, 40L);
    assertReads(readings(0, 80));
  }

  @Test
  void acceptsAddedColumnsAndRenamedMeasures() throws IOException {
    write(readings(0, 10));
    alter(
        schema ->
            schema
                .addColumn("note", Types.StringType.get())
                .renameColumn("temperature", "celsius")
                .moveFirst("note"));
    catalog.readings().replaceSortOrder().asc("celsius").commit();
    write(readings(10, 20));

    assertThat(TableRows.offsets(catalog.readings())).hasSize(20).doesNotHaveDuplicates();
    assertReads(readings(0, 20));
  }

  @Test
  void refusesATableThatPfssCannotWriteTo() {
    List<Consumer<UpdateSchema>> changes =
        List.of(
            schema -> schema.deleteColumn("kafka_offset"),
            schema -> schema.renameColumn("event_time", "time"),
            schema -> schema.updateColumn("kafka_partition", Types.LongType.get()),
            schema ->
                schema.allowIncompatibleChanges().addRequiredColumn("x", Types.LongType.get()),
            schema -> schema.allowIncompatibleChanges().requireColumn("temperature"));
    List<String> columns =
        List.of("kafka_offset", "event_time", "kafka_partition", "x", "temperature");
    for (int i = 0; i < changes.size(); i++) {
      CatalogSettings other =
          CatalogSettings.inFile(folder.resolve("catalog" + i + ".db").toString());
      String root = folder.resolve("warehouse" + i).toString();
      UpdateSchema schema = WarehouseCatalog.prepare(other, root).readings().updateSchema();
      changes.get(i).accept(schema);
      schema.commit();
      assertThatThrownBy(() -> WarehouseCatalog.prepare(other, root))
          .isInstanceOf(CatalogUnavailableException.class)
          .hasMessageContaining("its column " + columns.get(i));
    }
  }

  @Test
  void refusesReaddedColumnsAndForeignPartitions() {
    alter(schema -> schema.deleteColumn("temperature"));
    alter(schema -> schema.addColumn("plant", Types.StringType.get()));
    catalog.readings().updateSpec().addField("plant").commit();
    assertThatThrownBy(catalog::readings).hasMessageContaining("partitioned by plant");
    Table table = catalog.table(ReadingTable.NAME);
    table.updateSpec().removeField("plant").commit();
    table.updateSchema().addColumn("temperature", Types.DoubleType.get()).commit();
    assertThatThrownBy(catalog::readings).hasMessageContaining("temperature was dropped");
  }

  @Test
  void readingsWaitInSegmentsUntilTheTableFits() throws IOException {
    catalog.readings().updateSchema().renameColumn("event_time", "time").commit();
    write(readings(0, 10));
    assertThat(warehouse().unmerged()).isEqualTo(10);

    catalog.table(ReadingTable.NAME).updateSchema().renameColumn("time", "event_time").commit();
    assertThat(warehouse().mergeOrphanedSegments()).isEqualTo(10);
  }

  private static void assertRowsAreInTheirPartition(Table table, FileScanTask task) {
    List<PartitionField> fields = table.spec().fields();
    List<GenericRecord> rows = TableRows.ofFile(task.file().location());
    assertThat(rows).isNotEmpty();
    int position = 0;
    for (PartitionField field : fields) {
      if (field.transform().isVoid()) {
        position++;
        continue;
      }

      Object partition = task.file().partition().get(position++, Object.class);
      String column = table.schema().findColumnName(field.sourceId());
      Type type = table.schema().findType(field.sourceId());
      for (GenericRecord row : rows) {
        assertThat(apply(field, type, row.get(column)))
            .as("%s of %s", field, row)
            .isEqualTo(partition);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static Object apply(PartitionField field, Type type, Object value) {
    return ((Transform<Object, Object>) field.transform()).bind(type).apply(value);
  }

  private void alter(Consumer<UpdateSchema> change) {
    UpdateSchema schema = catalog.readings().updateSchema();
    change.accept(schema);
    schema.commit();
  }

  /** Returns readings of one window. */
  private static List<ReceivedReading> readings(long from, long until) {
    return LongStream.range(from, until)
        .mapToObj(
            offset -> Readings.at(START.toEpochMilli() + offset * 100, (int) (offset % 5), offset))
        .toList();
  }

  private void assertReads(List<ReceivedReading> expected) {
    TestPipeline pipeline = pipeline();
    PAssert.that(
            pipeline
                .apply(ReadWarehouse.of(catalog.readings(), START, START.plusSeconds(60)))
                .apply(
                    FlatMapElements.into(TypeDescriptor.of(ReceivedReading.class))
                        .via(ParsedBatch::readings))
                .setCoder(ReceivedReadingCoder.of()))
        .containsInAnyOrder(expected);
    pipeline.run().waitUntilFinish();
  }

  private void write(List<ReceivedReading> readings) {
    List<ReceivedReading> shuffled = new ArrayList<>(readings);
    Collections.reverse(shuffled);
    TestPipeline pipeline = pipeline();
    pipeline.apply(Create.of(ParsedBatch.of(shuffled))).apply(warehouse());
    pipeline.run().waitUntilFinish();
  }

  private WriteWarehouse warehouse() {
    return WriteWarehouse.to(root()).inCatalog(settings);
  }

  private List<WindowRecord> records() {
    return catalog.database().windows().between(0, Long.MAX_VALUE);
  }

  private String root() {
    return folder.resolve("warehouse").toString();
  }

  private static TestPipeline pipeline() {
    return TestPipeline.create().enableAbandonedNodeEnforcement(false);
  }
}
