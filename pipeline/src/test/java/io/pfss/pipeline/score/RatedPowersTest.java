// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatedPowersTest {
  @TempDir Path folder;

  @Test
  void usesCachedPowersWhileCatalogIsUnavailable() throws Exception {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    Path file = folder.resolve("catalog.db");
    CatalogSettings settings = CatalogSettings.inFile(file.toString());
    WarehouseCatalog catalog =
        WarehouseCatalog.prepare(settings, folder.resolve("warehouse").toString());
    catalog.database().facilities().replace(List.of(facility(1, OptionalDouble.of(50_000))));
    RatedPowers powers = RatedPowers.of(settings);
    assertThat(powers.of(1)).isEqualTo(50_000);
    assertThat(powers.of(2)).isNaN();

    catalog
        .database()
        .facilities()
        .replace(
            List.of(facility(1, OptionalDouble.empty()), facility(2, OptionalDouble.of(20_000))));
    powers.refresh();
    assertThat(powers.of(1)).isNaN();
    assertThat(powers.of(2)).isEqualTo(20_000);

    Files.writeString(file, "no database any more");
    powers.refresh();
    assertThat(powers.of(2)).isEqualTo(20_000);
  }

  private static FacilityRecord facility(long sensorId, OptionalDouble ratedPower) {
    return new FacilityRecord(
        sensorId, "facility", "", ratedPower, OptionalDouble.empty(), OptionalDouble.empty());
  }
}
