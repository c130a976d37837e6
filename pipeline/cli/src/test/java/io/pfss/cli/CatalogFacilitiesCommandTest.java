// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.catalog.FacilityRecords;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CatalogFacilitiesCommandTest {
  private static final FacilityRecord TRANSFORMER = FacilityRecord.of(7, "변압기 7", "1공장");

  @TempDir private Path folder;
  private FacilityRecords records;

  @BeforeEach
  void createCatalog() throws Exception {
    CatalogSettings settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    WarehouseCatalog.prepare(settings, folder.resolve("warehouse").toString());
    records = WarehouseCatalog.of(settings).database().facilities();
    records.replace(List.of(TRANSFORMER));
  }

  @Test
  void retiresFacilitiesAsTheFileHasThem() throws Exception {
    Path file = folder.resolve("facilities.csv");
    Files.writeString(file, "sensor_id,plant_id,name\n7,TR-7,새 이름\n8,TR-8,변압기 8");
    run("--import=" + file, "--retire=TR-7,TR-8");
    assertThat(records.all())
        .extracting(FacilityRecord::label, FacilityRecord::inService)
        .containsExactly(tuple("TR-7 새 이름", false), tuple("TR-8 변압기 8", false));
  }

  @Test
  void aNumberInAnotherFormIsThatOfTheSameFacility() {
    run("--retire=007");
    assertThat(records.all()).containsExactly(TRANSFORMER.inService(false));
    run("--reinstate=+7");
    assertThat(records.all()).containsExactly(TRANSFORMER);
  }

  private void run(String... args) {
    assertThat(
            new CommandLine(new CatalogFacilitiesCommand())
                .execute(
                    Stream.concat(
                            Stream.of("--catalog-url=jdbc:sqlite:" + folder.resolve("catalog.db")),
                            Stream.of(args))
                        .toArray(String[]::new)))
        .isZero();
  }
}
