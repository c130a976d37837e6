// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohModel;
import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.Readings;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.Catalogs;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.element.SourceOffset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreReadingsTest {
  private static final Path MODEL =
      Path.of(System.getProperty("pfss.home"), "models", "heat-forest", "1");

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void everyReadingGetsTheModelsScoreAndVersion() throws Exception {
    SohModel model = ModelStore.load(ModelStore.localFolder(MODEL));
    ReceivedReading full = Readings.at(1_000, 1);
    ReceivedReading empty =
        new ReceivedReading(
            HeatReading.builder(9, 2_000).set(Measure.FREQUENCY, 60).build(),
            new SourceOffset(0, 2),
            2_000);

    PCollection<ScoredBatch> scored =
        pipeline.apply(Create.of(batch(full, empty))).apply(ScoreReadings.with(MODEL.toString()));

    PAssert.that(scored)
        .containsInAnyOrder(
            batch(full, empty)
                .withScores(
                    List.of(
                        new ScoredReading(full, model.score(full.reading()), "1"),
                        new ScoredReading(empty, model.score(empty.reading()), "1")),
                    List.of()));
    pipeline.run().waitUntilFinish();
    assertThat(model.score(full.reading()).state()).isPresent();
    assertThat(model.score(empty.reading()).state()).isEmpty();
  }

  @Test
  void theLimitsOfAFacilityDecideItsState(@TempDir Path folder) throws Exception {
    ReceivedReading reading = Readings.at(1_000, 1);
    SohScore score = ModelStore.load(ModelStore.localFolder(MODEL)).score(reading.reading());
    double powerFactor = score.powerFactors().average();
    OptionalDouble none = OptionalDouble.empty();
    CatalogSettings catalog =
        Catalogs.of(
            folder,
            new FacilityRecord(
                reading.reading().sensorId(),
                Optional.empty(),
                "lenient",
                "",
                none,
                none,
                none,
                OptionalDouble.of(powerFactor - 0.01),
                OptionalDouble.of(powerFactor - 0.02),
                true));

    PCollection<ScoredBatch> scored =
        pipeline
            .apply(Create.of(batch(reading)))
            .apply(ScoreReadings.with(MODEL.toString()).withFacilities(catalog));

    double warning = score.probability(SohState.WARNING);
    PAssert.thatSingleton(scored)
        .satisfies(
            batch -> {
              SohScore own = batch.scored().get(0).score();
              assertThat(own.state()).hasValue(SohState.NORMAL);
              assertThat(own.probability(SohState.WARNING)).isEqualTo(warning);
              return null;
            });
    assertThat(score.state()).isPresent().isNotEqualTo(Optional.of(SohState.NORMAL));
    pipeline.run().waitUntilFinish();
  }

  @Test
  void refusesAMissingModelBeforeTheRun(@TempDir Path nowhere) {
    PCollection<ParsedBatch> batches =
        TestPipeline.create().apply(Create.of(batch(Readings.at(1_000, 1))));

    assertThatThrownBy(() -> batches.apply(ScoreReadings.with(nowhere.toString())))
        .hasMessageContaining("The model in " + nowhere)
        .hasMessageContaining("model.json is missing");
  }

  private static ParsedBatch batch(ReceivedReading... readings) {
    return ParsedBatch.of(List.of(readings));
  }
}
