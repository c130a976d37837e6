// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.cli.Pfss;
import io.pfss.models.labels.LabelledReading;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohModel;
import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import io.pfss.models.training.Progress;
import io.pfss.models.training.Trainer;
import io.pfss.models.training.TrainingData;
import io.pfss.models.training.TrainingSettings;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.catalog.ScoreTable;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.simulator.generate.ReadingGenerator;
import io.pfss.simulator.generate.RegimeSettings;
import io.pfss.trials.e2e.ParquetContent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads history and rescores it with the same commands on both runners. */
class BatchIT {
  private static final Path MODEL =
      Path.of(System.getProperty("pfss.home"), "models", "heat-forest", "1");
  private static final Instant START = Instant.parse("2026-03-01T22:30:00Z");
  private static final int FACILITIES = 5;
  private static final int READINGS = 900;
  private static final long PERIOD_MILLIS = 10_000;
  private static final List<String> COLUMNS =
      List.of(
          "model",
          "temperature",
          "pf",
          "r_pf",
          "s_pf",
          "t_pf",
          "state",
          "proba_normal",
          "proba_caution",
          "proba_warning");

  @TempDir static Path folder;
  private static Path history;
  private static Path other;
  private static final List<HeatReading> GENERATED = new ArrayList<>();

  @BeforeAll
  static void makeHistory() throws IOException {
    history = Files.createDirectory(folder.resolve("history"));
    Trainer trainer =
        new Trainer(
            TrainingSettings.FOREST.withTrees(3, 4, 5).withLaterShare(0).withSeed(2),
            Progress.NONE);
    TrainingData data = trainer.newData();
    for (int facility = 1; facility <= FACILITIES; facility++) {
      ReadingGenerator generator = new ReadingGenerator(7, facility, RegimeSettings.training());
      List<String> entries = new ArrayList<>();
      for (int i = 0; i < READINGS; i++) {
        long timeMillis = START.toEpochMilli() + i * PERIOD_MILLIS;
        LabelledReading labelled = generator.nextLabelled(timeMillis);
        data.add(labelled, Double.NaN);
        GENERATED.add(labelled.reading());
        entries.add(new String(HeatJson.write(labelled.reading()), StandardCharsets.UTF_8));
      }

      Files.writeString(
          history.resolve("facility_" + facility + ".json"),
          "[" + String.join(",\n", entries) + "]");
    }

    Files.writeString(history.resolve("invalid.jsonl"), "{\"sensor_id\":1}\n");
    other = trainer.train("other", "2", data, "generated", START).save(folder.resolve("models"));
  }

  @Test
  void bothRunnersGiveTheSameScores() throws Exception {
    Map<String, String> direct = backfillAndRescore("DirectRunner");
    Map<String, String> spark = backfillAndRescore("SparkRunner");

    assertThat(spark).isEqualTo(direct);
    SohModel model = ModelStore.load(ModelStore.localFolder(other));
    Map<String, String> expected = new TreeMap<>();
    for (HeatReading reading : GENERATED) {
      expected.put(key(reading), text(model.score(reading)));
    }

    assertThat(direct).isEqualTo(expected);
  }

  @Test
  void reportsAMistakeInOneLine() throws Exception {
    assertThat(run("rescore", "--from=2026-03-01T22:30Z", "--to=2026-03-02T00:00Z").err())
        .contains("Missing: ")
        .contains("--model");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(run("backfill", empty.toString(), "--warehouse=" + empty.resolve("w")))
        .isEqualTo(
            new Outcome(
                2,
                "",
                "pfss: "
                    + empty
                    + " does not exist or has no file that ends with .json, .jsonl, .csv or .tsv\n"));
    Outcome noRunner = run("backfill", history.toString(), "--runner=NoRunner");
    assertThat(noRunner.status()).isEqualTo(2);
    assertThat(noRunner.err()).startsWith("pfss: ").contains("NoRunner").hasLineCount(1);
    Files.writeString(empty.resolve("a.json"), "sensor_id");
    Outcome noJson =
        run(
            "backfill",
            empty.toString(),
            "--runner=DirectRunner",
            "--warehouse=" + empty.resolve("w"),
            "--rejected=" + empty.resolve("rejected"));
    assertThat(noJson.status()).isEqualTo(1);
    assertThat(noJson.err())
        .startsWith("pfss: " + empty.resolve("a.json") + ": invalid JSON at line ");
    assertThat(
            run(
                "rescore",
                "--from=2026-03-01T22:30Z",
                "--to=2026-03-02T00:00Z",
                "--model=" + other,
                "--against=" + MODEL))
        .satisfies(outcome -> assertThat(outcome.status()).isEqualTo(2))
        .extracting(Outcome::err)
        .asString()
        .startsWith("pfss: --from=2026-03-01T22:30:00Z is not a whole hour")
        .hasLineCount(1);
  }

  /** Returns the scores in the table, by sensor and time. */
  private static Map<String, String> backfillAndRescore(String runner) throws IOException {
    Path place = Files.createDirectory(folder.resolve(runner));
    String[] common = {
      "--catalog-url=jdbc:sqlite:" + place.resolve("catalog.db"),
      "--runner=" + runner,
      "--spark-master=local[2]"
    };
    String warehouse = "--warehouse=" + place.resolve("warehouse");
    String rejected = "--rejected=" + place.resolve("rejected");
    for (int time = 0; time < 2; time++) {
      Outcome loaded = run(common, "backfill", history.toString(), warehouse, rejected);
      assertThat(loaded.status()).as(loaded.err()).isZero();
      JsonNode line = json(loaded.out(), "PFSS_BACKFILL ");
      assertThat(line.get("files").asInt()).isEqualTo(FACILITIES + 1);
      assertThat(line.get("loaded").asInt()).isEqualTo(time == 0 ? GENERATED.size() : 0);
      assertThat(line.get("repeats").asInt()).isEqualTo(time == 0 ? 0 : GENERATED.size());
      assertThat(line.get("rejected").asInt()).isEqualTo(1);
    }

    CatalogSettings settings = CatalogSettings.inFile(place.resolve("catalog.db").toString());
    WarehouseCatalog catalog = WarehouseCatalog.of(settings);
    catalog.database().facilities().replace(List.of(FacilityRecord.of(1, "Boiler", "")));
    for (int time = 0; time < 2; time++) {
      Outcome scored =
          run(
              common,
              "rescore",
              "--from=2026-03-01T22:00Z",
              "--to=2026-03-02T02:00Z",
              "--model=" + other,
              "--against=" + MODEL,
              "--report=" + place.resolve("report"));
      assertThat(scored.status()).as(scored.err()).isZero();
      assertThat(scored.out()).contains("Boiler").contains("other@2");
      assertThat(json(scored.out(), "PFSS_RESCORE ").get("readings").asInt())
          .isEqualTo(GENERATED.size());
      assertThat(place.resolve("report/transitions.csv")).isNotEmptyFile();
    }

    return scores(catalog);
  }

  private static Outcome run(String... args) {
    return run(new String[] {"--catalog-url=jdbc:sqlite:" + folder.resolve("errors.db")}, args);
  }

  private static Outcome run(String[] common, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of(common));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Pfss.run(
            all.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
    return new Outcome(status, out.toString(), err.toString());
  }

  private static JsonNode json(String out, String prefix) throws IOException {
    String line = out.lines().filter(each -> each.startsWith(prefix)).collect(Collectors.joining());
    return new ObjectMapper().readTree(line.substring(prefix.length()));
  }

  private static Map<String, String> scores(WarehouseCatalog catalog) throws IOException {
    Map<String, String> scores = new TreeMap<>();
    List<String> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        catalog.table(ScoreTable.NAME).newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file().location()));
    }

    for (GenericRecord row : ParquetContent.readAll(files, new Configuration())) {
      String key = row.get("sensor_id") + " " + (Long) row.get("event_time") / 1000;
      List<Object> values = COLUMNS.stream().map(row::get).toList();
      assertThat(scores.put(key, values.toString())).as(key).isNull();
    }

    return scores;
  }

  private static String key(HeatReading reading) {
    return reading.sensorId() + " " + reading.eventTimeMillis();
  }

  private static String text(SohScore score) {
    List<Object> values = new ArrayList<>();
    values.add("other@2");
    values.add(score.temperature());
    values.add(score.powerFactors().average());
    values.add(score.powerFactors().r());
    values.add(score.powerFactors().s());
    values.add(score.powerFactors().t());
    values.add(score.state().orElseThrow().ordinal());
    for (SohState state : SohState.ALL) {
      values.add(score.probability(state));
    }

    return values.toString();
  }

  private record Outcome(int status, String out, String err) {}
}
