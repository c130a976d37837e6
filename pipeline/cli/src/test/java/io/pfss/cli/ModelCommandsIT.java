// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.Feature;
import io.pfss.models.soh.GoldenRisk;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohState;
import io.pfss.simulator.generate.ReadingGenerator;
import io.pfss.simulator.generate.RegimeSettings;
import io.pfss.simulator.plant.Facility;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCommandsIT {
  private static final int FACILITIES = 10;
  private static final int READINGS = 1_440;
  private static final String MODELS = System.getProperty("pfss.home") + "/models";
  private static final String FIGURES = "macro F1 0\\.\\d{4}, limits 0\\.\\d{4}";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Path history;

  @BeforeAll
  static void writeHistory() throws IOException {
    history = Files.createDirectory(folder.resolve("history"));
    Instant start = Instant.parse("2026-03-01T00:00:00Z");
    for (int facility = 1; facility <= FACILITIES; facility++) {
      ReadingGenerator generator = new ReadingGenerator(7, facility, RegimeSettings.training());
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < READINGS; i++) {
        long time = start.plus(Duration.ofMinutes(i)).toEpochMilli();
        lines.add(new String(HeatJson.write(generator.next(time)), StandardCharsets.UTF_8));
      }

      Files.write(history.resolve("facility_" + facility + ".jsonl"), lines);
    }
  }

  @Test
  void trainsEquallyFromFilesAndTheWarehouse() throws Exception {
    String catalog = "--catalog-url=jdbc:sqlite:" + folder.resolve("catalog.db");
    ok(
        "backfill",
        history.toString(),
        catalog,
        "--runner=DirectRunner",
        "--warehouse=" + folder.resolve("warehouse"),
        "--rejected=" + folder.resolve("rejected"));

    JsonNode fromFiles = trained("--as=files/1", "--folder=" + history);
    JsonNode fromTable = trained("--as=table/1", catalog);

    assertThat(fromFiles.get("readings").asInt()).isEqualTo(FACILITIES * READINGS);
    assertThat(fromTable.get("readings").asInt()).isEqualTo(FACILITIES * READINGS);
    assertThat(fromTable.get("macroF1").asDouble())
        .isBetween(fromFiles.get("macroF1").asDouble() - 0.05, 1.0);
  }

  @Test
  void operatorsOverrideLabelsFromTheWarehouse() throws Exception {
    Path labelled = Files.createDirectory(folder.resolve("labelled"));
    Instant start = Instant.parse("2026-03-01T00:00:00Z");
    for (int facility = 1; facility <= FACILITIES; facility++) {
      Files.writeString(labelled.resolve(facility + ".json"), original(facility, start));
    }

    Path operators =
        Files.writeString(
            folder.resolve("operators.csv"), "3,2026-03-01T00:00:00Z,2026-03-01T01:00:00Z,경고\n");
    String catalog = "--catalog-url=jdbc:sqlite:" + folder.resolve("labelled.db");
    ok(
        "backfill",
        labelled.toString(),
        catalog,
        "--runner=DirectRunner",
        "--warehouse=" + folder.resolve("labelled-warehouse"),
        "--rejected=" + folder.resolve("labelled-rejected"));

    for (String source : List.of("--folder=" + labelled, catalog)) {
      String models = "--models=" + folder.resolve("by-files" + source.length());
      assertThat(run("train", "--as=x/1", source, models).err())
          .contains("0 readings labelled by operators, 2,400 by files, 0 by the rule\n");
      assertThat(run("train", "--as=x/2", source, models, "--labels=" + operators).err())
          .contains("60 readings labelled by operators, 2,340 by files, 0 by the rule\n");
    }

    assertThat(
            run("train", "--as=x/3", "--folder=" + history, "--models=" + folder.resolve("rule"))
                .err())
        .contains("0 readings labelled by operators, 0 by files, 14,400 by the rule\n");
  }

  /** An original file of AI Hub 239: four hours, of whose labels the power factor knows nothing. */
  private static String original(int facility, Instant start) {
    List<String> entries = new ArrayList<>();
    DateTimeFormatter korean =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
            .withZone(ZoneId.of("Asia/Seoul"));
    for (int minute = 0; minute < 240; minute++) {
      String time = korean.format(start.plus(Duration.ofMinutes(minute)));
      String label = SohState.ALL.get(minute / 60 % SohState.ALL.size()).label();
      for (Measure measure : Measure.ALL) {
        if (measure.unit().equals("W") || measure.unit().equals("var")) {
          entries.add(
              String.format(
                  Locale.ROOT,
                  "{\"ITEM_NAME\":\"%s\",\"ITEM_VALUE\":%d,\"TIMESTAMP\":\"%s\",\"LABEL_NAME\":\"%s\"}",
                  measure.jsonName(),
                  100 + minute,
                  time,
                  label));
        }
      }
    }

    return "{\"DEVICE_ID\":\"" + facility + "\",\"data\":[" + String.join(",", entries) + "]}";
  }

  @Test
  void trainsReproduciblyAndComparesModels() throws Exception {
    JsonNode one = trained("--as=a/1", "--generate=10x2", "--features=EXTENDED", "--rule=kepco");
    JsonNode two =
        trained(
            "--as=a/1",
            "--generate=10x2",
            "--features=EXTENDED",
            "--rule=kepco",
            "--models=" + folder.resolve("again"));
    JsonNode boosted =
        trained(
            "--as=b/1",
            "--generate=10x2",
            "--features=EXTENDED",
            "--rule=kepco",
            "--algorithm=gradient_boosting",
            "--trees=10");
    Path first = Path.of(one.get("folder").asText());
    Path second = Path.of(two.get("folder").asText());
    assertThat(second).isNotEqualTo(first);
    for (String file : List.of("model.bin", "golden.jsonl", "model.json", "model.sha256")) {
      assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
    }

    assertThat(ModelStore.load(ModelStore.localFolder(first)).description().features())
        .hasSameSizeAs(Feature.EXTENDED);
    Path report = folder.resolve("report.html");
    String out =
        ok(
            "evaluate",
            first.toString(),
            boosted.get("folder").asText(),
            "--generate=10x2",
            "--rule=kepco",
            "--report=" + report);

    assertThat(out).contains("a/1 ", "b/1 ", "pf limits 0.8/0.6", "pf limits 0.9/0.6");
    assertThat(report).content().contains("Evaluation of a/1", "b/1", "</html>");
    JsonNode measured = json(out, "PFSS_EVALUATE ");
    // All readings of the held-out facilities, and the last fifth of the others.
    assertThat(measured.get("readings").asInt()).isEqualTo(heldOut(2));
    assertThat(measured.get("macro_f1").asDouble()).isBetween(0.7, 1.0);
  }

  @Test
  void aModelWhoseStateIsByLimitsDoesWhatTheLimitsDo() throws Exception {
    String models = "--models=" + folder.resolve("limits");
    trained("--as=heat/1", "--generate=10x2", models);
    trained("--as=heat/2", "--generate=10x2", "--state-by=limits", models);
    trained("--as=heat/3", "--generate=10x2", "--state-by=limits", "--rule=kepco", models);

    String root = folder.resolve("limits/heat").toString();
    List<JsonNode> measured = new ArrayList<>();
    String out =
        ok(
            "evaluate",
            root + "/1",
            root + "/2",
            root + "/3",
            "--generate=10x2",
            "--rule=kepco",
            "--report=" + folder.resolve("limits.html"));
    for (String line : out.lines().filter(one -> one.startsWith("PFSS_EVALUATE ")).toList()) {
      measured.add(JSON.readTree(line.substring("PFSS_EVALUATE ".length())));
    }

    assertThat(measured)
        .extracting(one -> one.get("name").asText())
        .containsExactly("heat/1", "heat/2", "heat/3", "pf limits 0.8/0.6", "pf limits 0.9/0.6");
    assertThat(measured.get(1).get("macro_f1")).isEqualTo(measured.get(3).get("macro_f1"));
    assertThat(measured.get(2).get("macro_f1")).isEqualTo(measured.get(4).get("macro_f1"));
    for (String ofProbabilities : List.of("brier", "calibration_error")) {
      assertThat(measured.get(1).get(ofProbabilities))
          .isEqualTo(measured.get(0).get(ofProbabilities));
    }

    assertThat(run("model", "promote", "heat/2", models).err()).isEmpty();
  }

  @Test
  void promotesComparesAndRollsBackVersions() throws Exception {
    String models = "--models=" + folder.resolve("promoted");
    for (String version : List.of("1", "2", "3")) {
      trained("--as=heat/" + version, "--generate=10x1", models, "--seed=10" + version);
    }

    Files.write(folder.resolve("promoted/heat/3/model.bin"), new byte[1]);
    assertThat(run("model", "promote", "heat/3", models).err()).contains("model.bin has SHA-256");
    assertThat(run("model", "rollback", "heat", models).err()).contains("No other version");
    assertThat(run("model", "promote", "heat/2", "--challenger", models).err())
        .contains("No version of heat is active yet");
    assertThat(run("model", "promote", "heat/4", models).err())
        .contains("Version 4 does not exist; choose one of [1, 2, 3]");
    ok("model", "promote", "heat/1", "--force", models);
    assertThat(ok("model", "promote", "heat/2", "--challenger", models))
        .contains("Version 1 of heat is active, version 2 is the challenger");
    String list = ok("model", "list", "heat", models);
    assertThat(list).contains("model.bin has SHA-256");
    assertThat(list.lines().map(line -> line.split(" +")[1]))
        .containsExactly("ROLE", "champion", "challenger", "The");
    assertThat(ok("model", "promote", "heat/2", "--force", models))
        .contains("Version 2 of heat is active\n")
        .contains(
            "Jobs whose --model is " + folder.resolve("promoted/heat") + " switch within a minute");
    assertThat(ok("model", "rollback", "heat", models))
        .contains("Version 1 of heat is active again");
    assertThat(ok("model", "show", "heat", models).lines().map(line -> line.split(" +", 2)[1]))
        .containsExactly("champion 1", "champion 2", "champion 1, challenger 2", "champion 1");
    assertThat(JSON.readTree(ok("model", "show", "heat/2", models)).get("version").asText())
        .isEqualTo("2");
  }

  @Test
  void promotesAWorseVersionOnlyWithForce() throws Exception {
    String models = "--models=" + folder.resolve("weak");
    trained("--as=heat/1", "--generate=10x1", "--trees=1", "--depth=1", models);

    String figures =
        " of heat scored worse than plain limits of the power factor in its evaluation:";
    Outcome refused = run("model", "promote", "heat/1", models);
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("Version 1" + figures).containsPattern(FIGURES);

    Outcome forced = run("model", "promote", "heat/1", "--force", models);
    assertThat(forced.status()).isZero();
    assertThat(forced.err()).startsWith("Warning: Version 1" + figures).containsPattern(FIGURES);
    assertThat(forced.out()).contains("Version 1 of heat is active");
  }

  @Test
  void aRiskModelIsTrainedMeasuredAndPromoted() throws Exception {
    Path root = folder.resolve("risk");
    String models = "--models=" + root;
    JsonNode trained =
        json(ok("train", "--task=risk", "--as=risk/1", "--generate=6x14", models), "PFSS_TRAIN ");

    assertThat(trained.get("readings").asInt()).isEqualTo(generated(1000, 1, 6, 14, 0));
    assertThat(trained.get("prAuc").asDouble()).isBetween(0.0, 1.0);
    Path report = folder.resolve("risk.html");
    String out =
        ok(
            "evaluate",
            "--task=risk",
            trained.get("folder").asText(),
            "--generate=6x14",
            "--generate-seed=2",
            "--report=" + report);
    assertThat(out)
        .contains("later time: ", "other facilities, later time: ", "own usual half hour")
        .containsPattern("risk/1 (earns its place|does not earn|is worse)");
    assertThat(report).content().contains("Evaluation of risk/1", "always 경고", "</html>");
    JsonNode always =
        JSON.readTree(
            out.lines()
                .filter(line -> line.contains("always 경고") && line.startsWith("PFSS_EVALUATE "))
                .findFirst()
                .orElseThrow()
                .substring("PFSS_EVALUATE ".length()));
    assertThat(always.get("kind").asText()).isEqualTo("CONTROL");
    assertThat(always.get("at_1").get("predicted").asInt()).isZero();

    assertThat(ok("model", "list", "risk", models)).contains("logistic regression");
    assertThat(run("evaluate", root.resolve("risk/1").toString(), "--generate=6x14").err())
        .contains("it is a risk model, which does not score readings");
    assertThat(run("evaluate", "--task=risk", MODELS + "/heat-forest/2", "--generate=6x14").err())
        .contains("--task=risk takes risk models");
    promoteARiskModelThatIsNoBetterThanARule(root);
  }

  private static void promoteARiskModelThatIsNoBetterThanARule(Path root) throws Exception {
    ModelDescription good = ModelStore.describe(ModelStore.localFolder(root.resolve("risk/1")));
    List<GoldenRisk> golden = new ArrayList<>();
    for (String line : Files.readAllLines(root.resolve("risk/1/golden.jsonl"))) {
      golden.add(JSON.readValue(line, GoldenRisk.class));
    }

    ModelDescription poor =
        new ModelDescription(
            good.format(),
            "risk",
            "2",
            good.created(),
            List.of(),
            List.of(),
            null,
            good.algorithm(),
            good.hyperparameters(),
            good.training(),
            Map.of("pr_auc", 0.25, "simple_pr_auc", 0.5),
            null,
            good.risk(),
            Map.of());
    ModelStore.save(root, poor, golden);
    String problem =
        "Version 2 of risk did not score better than the best simple rule in its evaluation: PR-AUC"
            + " 0.2500, rule 0.5000";

    Outcome refused = run("model", "promote", "risk/2", "--models=" + root);
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains(problem + ". Set --force to promote it anyway");
    Outcome forced = run("model", "promote", "risk/2", "--force", "--models=" + root);
    assertThat(forced.status()).as(forced.err()).isZero();
    assertThat(forced.err()).startsWith("Warning: " + problem);
  }

  @Test
  void facilitiesOfAnotherSeedAreOthers() throws Exception {
    String model = trained("--as=seeds/1", "--generate=10x1").get("folder").asText();

    String report = "--report=" + folder.resolve("seeds.html");
    JsonNode other =
        json(
            ok("evaluate", model, "--generate=10x1", "--generate-seed=7", report),
            "PFSS_EVALUATE ");
    JsonNode same = json(ok("evaluate", model, "--generate=10x1", report), "PFSS_EVALUATE ");

    assertThat(other.get("readings").asInt()).isEqualTo(generated(7, 1, 10, 1, 0));
    assertThat(same.get("readings").asInt()).isEqualTo(heldOut(1));
  }

  /** How many readings of ten facilities are held out: all of every fifth, else the last fifth. */
  private static int heldOut(int days) {
    int all = 0;
    for (int facility = 1; facility <= 10; facility++) {
      all += generated(1000, facility, facility, days, facility % 5 == 0 ? 0 : 0.8);
    }

    return all;
  }

  /** How many readings are generated in the period after a share of it. */
  private static int generated(long seed, int first, int last, int days, double after) {
    Instant from = Instant.parse("2026-01-05T00:00:00Z");
    long minutes = Duration.ofDays(days).toMinutes();
    long cut = from.plus(Duration.ofMinutes((long) (after * minutes))).toEpochMilli();
    AtomicInteger count = new AtomicInteger();
    for (int facility = first; facility <= last; facility++) {
      new Facility(seed, facility, from)
          .byEventTime(
              minutes,
              reading -> {
                if (reading.eventTimeMillis() >= cut) {
                  count.incrementAndGet();
                }
              });
    }

    return count.get();
  }

  @Test
  void promotesTheShippedVersionWithoutForce() throws Exception {
    assertThat(ok("model", "show", "heat-forest", "--models=" + MODELS)).contains("champion 3");

    Path copy = Files.createDirectories(folder.resolve("copy/heat-forest/3"));
    for (String file : List.of("model.bin", "golden.jsonl", "model.json", "model.sha256")) {
      Files.copy(Path.of(MODELS, "heat-forest", "3", file), copy.resolve(file));
    }

    Outcome promoted =
        run("model", "promote", "heat-forest/3", "--models=" + folder.resolve("copy"));
    assertThat(promoted.status()).as(promoted.err()).isZero();
    assertThat(promoted.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train --as=x/1                                 | Name one source of readings",
        "train --as=x/1 --generate=10x2 --folder=f      | Name one source of readings",
        "train --as=x/1 --generate=10                   | --generate=10 is not as 60x4",
        "train --as=x/1 --generate=4x1 --later-share=0  | At least 5 facilities are needed",
        "train --as=x/1 --folder=nowhere                | nowhere does not exist",
        "train --as=x/1 --folder=. --field-names=none   | --field-names=none: the file does not exist",
        "backfill . --fieldNames=none --catalog-url=jdbc:sqlite:c.db --warehouse=w | --field-names=none: the file",
        "train --as=../x/1 --generate=10x2              | is not MODEL/VERSION",
        "train --as=../1 --generate=10x2                | may have only letters, digits",
        "train --as=x/1 --generate=10x2 --later-share=2 | must be 0 to 0.9: 2.0",
        "train --as=x/1 --generate=10x2 --normal=0.5    | Expected 0 <= warning",
        "train --as=heat-forest/1 --generate=10x2       | a version never changes",
        "evaluate nowhere --generate=10x2               | nowhere",
        "evaluate --generate=10x2                       | Name at least one model version",
        "evaluate --task=risk --folder=nowhere          | nowhere does not exist",
        "train --task=risk --as=x/1 --generate=1x1 --trees=3 | --trees does not go with --task=risk",
        "train --task=risk --as=x/1 --generate=1x1 --state-by=LIMITS | --state-by does not go with",
      })
  void reportsAMistakeInOneLine(String command, String problem) {
    List<String> args = new ArrayList<>(List.of(command.split(" ")));
    if (args.contains("train")) {
      args.add("--models=" + MODELS);
    }

    Outcome outcome = run(args.toArray(String[]::new));

    assertThat(outcome.status()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err().lines().findFirst().orElseThrow()).contains(problem);
    assertThat(outcome.err()).doesNotContain("\tat ");
  }

  private static JsonNode trained(String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(List.of(args));
    if (List.of(args).stream().noneMatch(arg -> arg.startsWith("--trees"))) {
      all.add("--trees=5");
    }

    if (List.of(args).stream().noneMatch(arg -> arg.startsWith("--models"))) {
      all.add("--models=" + folder.resolve("models"));
    }

    return json(ok(all.toArray(String[]::new)), "PFSS_TRAIN ");
  }

  private static JsonNode json(String out, String prefix) throws IOException {
    return JSON.readTree(
        out.lines()
            .filter(line -> line.startsWith(prefix))
            .findFirst()
            .orElseThrow()
            .substring(prefix.length()));
  }

  private static String ok(String... args) {
    Outcome outcome = run(args);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome.out();
  }

  private static Outcome run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Pfss.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
    return new Outcome(status, out.toString(), err.toString());
  }

  private record Outcome(int status, String out, String err) {}
}
