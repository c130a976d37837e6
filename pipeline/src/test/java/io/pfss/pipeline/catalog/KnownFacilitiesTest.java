// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownFacilitiesTest {
  @TempDir Path folder;

  @Test
  void usesCachedFacilitiesWhileCatalogIsUnavailable() throws Exception {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    Path file = folder.resolve("catalog.db");
    CatalogSettings settings = CatalogSettings.inFile(file.toString());
    WarehouseCatalog catalog =
        WarehouseCatalog.prepare(settings, folder.resolve("warehouse").toString());
    catalog.database().facilities().replace(List.of(facility(1, OptionalDouble.of(50_000))));
    KnownFacilities known = KnownFacilities.of(settings);
    assertThat(known.values(1).ratedPower()).isEqualTo(50_000);
    assertThat(known.values(2).ratedPower()).isNaN();
    assertThat(known.find(1)).map(FacilityRecord::name).hasValue("facility");
    assertThat(known.find(2)).isEmpty();

    catalog
        .database()
        .facilities()
        .replace(
            List.of(facility(1, OptionalDouble.empty()), facility(2, OptionalDouble.of(20_000))));
    known.refresh();
    assertThat(known.values(1).ratedPower()).isNaN();
    assertThat(known.values(2).ratedPower()).isEqualTo(20_000);

    Files.writeString(file, "no database any more");
    known.refresh();
    assertThat(known.values(2).ratedPower()).isEqualTo(20_000);
  }

  private static FacilityRecord facility(long sensorId, OptionalDouble ratedPower) {
    OptionalDouble none = OptionalDouble.empty();
    return new FacilityRecord(
        sensorId, Optional.empty(), "facility", "", ratedPower, none, none, none, none, true);
  }
}
