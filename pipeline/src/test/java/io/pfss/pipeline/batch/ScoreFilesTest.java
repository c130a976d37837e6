// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohModel;
import io.pfss.pipeline.Readings;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.ScoreTable;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.warehouse.TableRows;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreFilesTest {
  private static final Path MODEL =
      Path.of(System.getProperty("pfss.home"), "models", "heat-forest", "1");
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final int HOURS = 20;

  @TempDir Path folder;

  @Test
  void writesMoreHoursThanMayBeOpenAtOnce() throws Exception {
    CatalogSettings settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    WarehouseCatalog catalog =
        WarehouseCatalog.prepare(settings, folder.resolve("warehouse").toString());
    Table table = ScoreTable.in(catalog);
    SohModel model = ModelStore.load(ModelStore.localFolder(MODEL));

    List<DataFile> complete;
    try (ScoreFiles files = new ScoreFiles(table, "heat-forest@1")) {
      for (int i = 0; i < 3 * HOURS; i++) {
        ReceivedReading reading =
            Readings.at(START.toEpochMilli() + TimeUnit.HOURS.toMillis(i % HOURS) + i, i);
        files.write(new ScoredReading(reading, model.score(reading.reading()), model.version()));
      }

      complete = files.complete();
    }

    List<byte[]> serialized = new ArrayList<>();
    for (DataFile file : complete) {
      serialized.add(SerializableUtils.serializeToByteArray((Serializable) file));
    }

    new CommitScores(settings, "heat-forest@1", START, START.plusSeconds(HOURS * 3_600))
        .of(serialized);

    assertThat(TableRows.all(catalog.table(ScoreTable.NAME)))
        .extracting(row -> row.get("kafka_offset"))
        .doesNotHaveDuplicates()
        .hasSize(3 * HOURS);
  }
}
