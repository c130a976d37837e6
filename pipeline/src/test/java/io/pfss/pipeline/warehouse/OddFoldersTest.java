// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.Readings;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.catalog.WarehouseUpkeep;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ReceivedReadingCoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Warehouses in folders with special characters in their names. */
class OddFoldersTest {
  private static final Instant START = Instant.parse("2026-03-01T09:59:00Z");
  private static final ReceivedReading FIRST = Readings.at(START.toEpochMilli(), 1);
  private static final ReceivedReading SECOND = Readings.at(START.toEpochMilli() + 1, 2);

  @TempDir Path parent;

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "100%", "50%25", "a#b", "what?", "[ab]", "{a,b}", "*", "a;b&c=d+e"})
  void storesEachReadingOnce(String name) throws IOException {
    Path folder = Files.createDirectories(parent.resolve(name));
    CatalogSettings settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    assertThat(settings.file()).contains(folder.resolve("catalog.db").toString());
    String table = folder.resolve("table").toString();
    WarehouseCatalog catalog = WarehouseCatalog.prepare(settings, table);
    Path files = folder.resolve("files");
    for (WriteWarehouse warehouse :
        List.of(
            WriteWarehouse.to(table).inCatalog(settings), WriteWarehouse.to(files.toString()))) {
      write(warehouse, FIRST);
      write(warehouse, FIRST, SECOND);
      assertThat(warehouse.unmerged()).isZero();
    }

    assertThat(ParquetRows.offsets(files)).containsExactlyInAnyOrder(1L, 2L);
    assertThat(TableRows.offsets(catalog.readings())).containsExactlyInAnyOrder(1L, 2L);
    assertReads(catalog);
    assertThat(OffsetGaps.find(catalog)).isEmpty();
    assertThat(folder.resolve("catalog.db")).exists();
    new WarehouseUpkeep(settings, Optional.of(WarehouseUpkeep.LEAST_AGE)).run(Instant.now());
    try (Stream<Path> others = Files.list(parent)) {
      assertThat(others).containsExactly(folder);
    }
  }

  private static void assertReads(WarehouseCatalog catalog) {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PAssert.that(
            pipeline
                .apply(ReadWarehouse.of(catalog.readings(), START, START.plusSeconds(60)))
                .apply(
                    FlatMapElements.into(TypeDescriptor.of(ReceivedReading.class))
                        .via(ParsedBatch::readings))
                .setCoder(ReceivedReadingCoder.of()))
        .containsInAnyOrder(FIRST, SECOND);
    pipeline.run().waitUntilFinish();
  }

  private static void write(WriteWarehouse warehouse, ReceivedReading... readings) {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    pipeline.apply(Create.of(ParsedBatch.of(List.of(readings)))).apply(warehouse);
    pipeline.run().waitUntilFinish();
  }
}
