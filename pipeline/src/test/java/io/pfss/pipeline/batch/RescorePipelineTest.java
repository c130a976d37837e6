// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohModel;
import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.ScoreTable;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.warehouse.TableRows;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.iceberg.Table;
import org.joda.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RescorePipelineTest {
  private static final Path MODELS = Path.of(System.getProperty("pfss.home"), "models");
  private static final Path OLD = MODELS.resolve("heat-forest/1");
  private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
  private static final Instant ELEVEN = NINE.plusSeconds(7_200);

  @TempDir Path folder;

  private CatalogSettings settings;
  private WarehouseCatalog catalog;
  private List<ReceivedReading> readings;

  @BeforeEach
  void fillWarehouse() {
    settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    catalog = WarehouseCatalog.prepare(settings, folder.resolve("warehouse").toString());
    readings = readings(new Random(1));
    TestPipeline pipeline = pipeline();
    pipeline
        .apply(Create.of(ParsedBatch.of(readings)))
        .apply(
            WriteWarehouse.to(folder.resolve("warehouse").toString())
                .withWindow(Duration.standardMinutes(30))
                .inCatalog(settings));
    pipeline.run().waitUntilFinish();
  }

  @Test
  void scoresEveryReadingOfTimeRange() throws Exception {
    rescore(NINE, ELEVEN, OLD, OLD);

    SohModel model = ModelStore.load(ModelStore.localFolder(OLD));
    Map<Long, GenericRecord> rows = rowsByOffset();
    assertThat(rows).hasSize(readings.size());
    for (ReceivedReading reading : readings) {
      assertRow(rows.get(reading.position().offset()), reading, model);
    }
  }

  @Test
  void writesOneFilePerModelAndHour() throws IOException {
    rescore(NINE, ELEVEN, OLD, OLD);

    Table scores = catalog.table(ScoreTable.NAME);
    List<String> files = new ArrayList<>();
    scores.newScan().planFiles().forEach(task -> files.add(task.file().location()));
    assertThat(files)
        .allMatch(file -> file.startsWith(scores.location() + "/data/model=heat-forest@1/"))
        .anyMatch(file -> file.contains("/event_time_hour=2026-03-01-09/"))
        .anyMatch(file -> file.contains("/event_time_hour=2026-03-01-10/"));
  }

  @Test
  void rescoreReplacesOnlySameTimeAndModel() throws IOException {
    Path other = otherModel();
    rescore(NINE, ELEVEN, OLD, OLD);
    rescore(NINE, ELEVEN, other, OLD);
    rescore(NINE.plusSeconds(3_600), ELEVEN, OLD, OLD);

    Map<String, Long> rowsByModel =
        TableRows.all(catalog.table(ScoreTable.NAME)).stream()
            .collect(
                Collectors.groupingBy(row -> row.get("model").toString(), Collectors.counting()));
    assertThat(rowsByModel)
        .containsOnly(
            Map.entry("heat-forest@1", (long) readings.size()),
            Map.entry("trial@2", (long) readings.size()));
    assertThat(catalog.table(ScoreTable.NAME).snapshots()).hasSize(3);
  }

  @Test
  void reportHasEachTransitionOfEachFacility() throws Exception {
    Path other = otherModel();
    SohModel from = ModelStore.load(ModelStore.localFolder(OLD));
    SohModel to = ModelStore.load(ModelStore.localFolder(other));
    SortedMap<Transition, Long> expected = new TreeMap<>();
    for (ReceivedReading reading : readings) {
      expected.merge(
          new Transition(
              reading.reading().sensorId(),
              ScoredState.of(from.score(reading.reading())),
              ScoredState.of(to.score(reading.reading()))),
          1L,
          Long::sum);
    }

    rescore(NINE, ELEVEN, other, OLD);

    TransitionReport report = TransitionReport.read(report());
    assertThat(report.counts()).isEqualTo(expected);
    assertThat(report.readings()).isEqualTo(readings.size());
    assertThat(report.readings(ScoredState.NONE, ScoredState.NONE)).isPositive();
    assertThat(report.changed()).isPositive();
    assertThat(report.facilities()).isNotEmpty();
    assertThat(new File(report()).list()).containsExactly("transitions.csv");
    assertThat(Files.readAllLines(Path.of(report(), "transitions.csv")))
        .hasSize(expected.size() + 1)
        .startsWith("sensor_id,from_state,to_state,readings");
  }

  private void rescore(Instant from, Instant to, Path model, Path against) {
    TestPipeline pipeline = pipeline();
    RescorePipeline.addTo(
        pipeline,
        new RescoreSettings(settings, from, to, model.toString(), against.toString(), report()));
    pipeline.run().waitUntilFinish();
  }

  private String report() {
    return folder.resolve("report").toString();
  }

  private Map<Long, GenericRecord> rowsByOffset() throws IOException {
    return TableRows.all(catalog.table(ScoreTable.NAME)).stream()
        .collect(Collectors.toMap(row -> (Long) row.get("kafka_offset"), Function.identity()));
  }

  private static void assertRow(GenericRecord row, ReceivedReading received, SohModel model) {
    HeatReading reading = received.reading();
    SohScore score = model.score(reading);
    assertThat(row.get("sensor_id")).isEqualTo(reading.sensorId());
    assertThat(row.get("event_time")).isEqualTo(reading.eventTimeMillis() * 1000);
    assertThat(row.get("kafka_partition")).isEqualTo(received.position().partition());
    assertThat(row.get("model")).hasToString("heat-forest@1");
    assertThat(row.get("temperature")).isEqualTo(orNull(score.temperature()));
    assertThat(row.get("pf")).isEqualTo(orNull(score.powerFactors().average()));
    assertThat(row.get("r_pf")).isEqualTo(orNull(score.powerFactors().r()));
    assertThat(row.get("s_pf")).isEqualTo(orNull(score.powerFactors().s()));
    assertThat(row.get("t_pf")).isEqualTo(orNull(score.powerFactors().t()));
    assertThat(row.get("state")).isEqualTo(score.state().map(Enum::ordinal).orElse(null));
    for (SohState state : SohState.ALL) {
      assertThat(row.get(ScoreTable.PROBABILITIES.get(state.ordinal())))
          .isEqualTo(score.state().isPresent() ? score.probability(state) : null);
    }
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : Double.valueOf(value);
  }

  /** A model with two states that depend only on the power factor. */
  private Path otherModel() throws IOException {
    Path root = folder.resolve("models");
    Path saved = root.resolve("trial/2");
    return Files.exists(saved) ? saved : TrialModels.save(root, "trial", "2");
  }

  /**
   * Returns readings of three facilities every 10 s. One in ten lacks a power, one in ten the
   * temperature.
   */
  private static List<ReceivedReading> readings(Random random) {
    List<ReceivedReading> readings = new ArrayList<>();
    for (int i = 0; i < 720; i++) {
      HeatReading.Builder reading =
          HeatReading.builder(i % 3 + 1, NINE.toEpochMilli() + i * 10_000L);
      for (Measure measure : Measure.ALL) {
        reading.set(measure, random.nextDouble() * 100);
      }

      if (i % 10 == 4) {
        reading.set(Measure.S_ACTIVE_POWER, Double.NaN);
      }

      if (i % 10 == 7) {
        reading.set(Measure.TEMPERATURE, Double.NaN);
      }

      readings.add(
          new ReceivedReading(
              reading.build(), new SourceOffset(i % 2, i), NINE.toEpochMilli() + i));
    }

    return readings;
  }

  private static TestPipeline pipeline() {
    return TestPipeline.create().enableAbandonedNodeEnforcement(false);
  }
}
