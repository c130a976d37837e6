// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pfss.models.evaluation.report.ReportTexts;
import io.pfss.models.evaluation.report.RiskPage;
import io.pfss.models.facility.RiskInput;
import io.pfss.models.facility.RiskModel;
import io.pfss.models.soh.GoldenRisk;
import io.pfss.models.soh.InvalidModelException;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.ModelStore;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class RiskTrainerTest {
  private static final Pattern PICTURE = Pattern.compile("(?s)<svg.*?</svg>");

  @TempDir static Path root;
  private static RiskRows rows;
  private static Path folder;

  @BeforeAll
  static void train() throws IOException {
    rows = Plant.rows(6, 28);
    folder = train("1", rows);
  }

  @Test
  void aModelIsStoredVerifiedAndLoaded() throws Exception {
    RiskModel model = ModelStore.loadRisk(ModelStore.localFolder(folder));
    ModelDescription description = ModelStore.describe(ModelStore.localFolder(folder));

    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("model.json", "golden.jsonl", "model.sha256");
    assertThat(model.limit()).isEqualTo(0.6);
    assertThat(description.risk()).isEqualTo(model);
    assertThat(description.training().facilities()).containsExactly(1L, 2L, 3L, 4L, 6L);
    assertThat(description.training().heldOut()).containsExactly(5L);
    assertThat(description.metrics().get("pr_auc")).isBetween(0.3, 1.0);
    assertThat(description.metrics()).containsKeys("simple_pr_auc", "gain_low", "brier_skill");
    assertThatThrownBy(() -> ModelStore.load(ModelStore.localFolder(folder)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("it is a risk model");
  }

  @Test
  void theSameReadingsGiveTheSameBytes() throws IOException {
    Path again = root.resolve("again");
    Path other =
        RiskTrainer.train(again, "risk", "1", Plant.rows(6, 28), 0.2, "test", Instant.EPOCH);

    for (String file : List.of("model.json", "golden.jsonl", "model.sha256")) {
      assertThat(other.resolve(file)).hasSameBinaryContentAs(folder.resolve(file));
    }
  }

  @Test
  void goldenMinutesHaveGapsAndComeLateAndInParts() {
    boolean gap = false;
    boolean late = false;
    boolean parts = false;
    for (GoldenRisk golden : GoldenMinutes.all()) {
      double before = golden.minutes().get(0)[0];
      for (double[] minute : golden.minutes().subList(1, golden.minutes().size())) {
        gap |= minute[0] > before + 15;
        late |= minute[0] < before;
        parts |= minute[0] == before;
        before = minute[0];
      }
    }

    assertThat(gap && late && parts).isTrue();
  }

  @Test
  void whatWasChangedIsRefused() throws Exception {
    Path changed = root.resolve("changed");
    Files.createDirectory(changed);
    String json = Files.readString(folder.resolve("model.json"));
    Files.copy(folder.resolve("golden.jsonl"), changed.resolve("golden.jsonl"));

    describe(changed, json.replaceFirst("\"intercept\" : -?", "\"intercept\" : 1"));
    assertRefused(changed, "the model does not give what golden.jsonl, line 1 says");
    describe(changed, json.replace("\"pf_now\"", "\"pf_then\""));
    assertRefused(changed, "not a risk model: its inputs are [pf_then");
    describe(changed, json.replaceFirst("\"limit\" : 0.6", "\"limit\" : 6"));
    assertRefused(changed, "not a risk model: its limit is 6.0");
    describe(changed, json);
    Files.writeString(changed.resolve("golden.jsonl"), "{}\n");
    assertRefused(changed, "golden.jsonl has SHA-256");
  }

  @Test
  void noChangeOfADescriptionOrOfGoldenMinutesLeadsAstray() throws Exception {
    Path changed = Files.createDirectory(root.resolve("mutants"));
    String json = Files.readString(folder.resolve("model.json"));
    String golden = Files.readString(folder.resolve("golden.jsonl"));
    SplittableRandom random = new SplittableRandom(1);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      boolean ofGolden = i % 2 == 0;
      String mutant = mutant(ofGolden ? golden.substring(0, 5_000) : json, random);
      Files.writeString(changed.resolve("golden.jsonl"), ofGolden ? mutant : golden);
      describe(
          changed,
          ofGolden
              ? json.replace(sha256(golden.getBytes(UTF_8)), sha256(mutant.getBytes(UTF_8)))
              : mutant);
      try {
        RiskModel model = ModelStore.loadRisk(ModelStore.localFolder(changed));
        assertThat(model.probability(new double[RiskInput.ALL.size()])).isBetween(0.0, 1.0);
      } catch (InvalidModelException e) {
        refused++;
      }
    }

    assertThat(refused).isGreaterThan(200);
  }

  /** Another character, or a number of another size. */
  private static String mutant(String text, SplittableRandom random) {
    int place = random.nextInt(text.length());
    String other = List.of("9", "-", "e9", "null", "{", "\"", ".", "1e999").get(random.nextInt(8));
    return text.substring(0, place) + other + text.substring(place + random.nextInt(2));
  }

  @Test
  void rulesMethodsAndControlsAreComparedOnTheSameRows() throws Exception {
    RiskSplit split = RiskSplit.of(rows, 1.0 / 3);
    List<RiskScorer> scorers = new ArrayList<>(RiskScorer.methods(split.training()));
    scorers.addAll(RiskScorer.controls(split.training()));
    RiskComparison comparison = RiskComparison.of(split.later(), split.training(), scorers);

    Map<String, Double> areas = new HashMap<>();
    comparison.evaluations().forEach(one -> areas.put(one.name(), one.prAuc().value()));
    double share = (double) comparison.positives() / comparison.rows();
    assertThat(areas.get("always 경고")).isCloseTo(share, within(1e-9));
    assertThat(areas.get("shuffled labels")).isLessThan(0.2);
    assertThat(areas.get("persistence, 5 min")).isLessThan(0.2);
    assertThat(areas.get("own usual half hour")).isGreaterThan(0.3);
    assertThat(comparison.subject().name()).startsWith("logistic regression");
    assertThat(comparison.bestSimple().name()).isEqualTo("own usual half hour");
    assertThat(comparison.blocks()).isEqualTo(5);
    assertThat(ReportTexts.verdict(comparison)).containsPattern("place|simple rule");
    comparison
        .evaluations()
        .forEach(
            one -> {
              assertThat(one.strict().falseADay()).as(one.name()).isLessThanOrEqualTo(0.25);
              assertThat(one.loose().falseADay()).as(one.name()).isLessThanOrEqualTo(1);
              assertThat(one.prAuc().low()).isLessThanOrEqualTo(one.prAuc().high());
            });

    String page = RiskPage.of("a <trial>", 0.6, Map.of("later time", comparison));
    assertThat(page)
        .contains(
            "a &lt;trial&gt;", "own usual half hour", "always 경고", ReportTexts.verdict(comparison))
        .doesNotContain("<script", "http:", "https:", "NaN");
    int pictures = 0;
    for (Matcher picture = PICTURE.matcher(page); picture.find(); pictures++) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(picture.group())));
    }

    assertThat(pictures).isEqualTo(3);
  }

  @Test
  void tooLittleIsRefusedWithTheReason() {
    assertThatThrownBy(() -> train("few", new RiskRows(0.6, Plant.ZONE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more readings are needed");
    assertThatThrownBy(() -> train("none", Plant.rows(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there must be some of both");
    assertThatThrownBy(() -> RiskSplit.of(rows, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 1.0");
  }

  private static Path train(String version, RiskRows data) throws IOException {
    return RiskTrainer.train(root, "risk", version, data, 0.2, "test", Instant.EPOCH);
  }

  private static void assertRefused(Path changed, String problem) {
    assertThatThrownBy(() -> ModelStore.loadRisk(ModelStore.localFolder(changed)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(problem);
  }

  private static void describe(Path changed, String json) throws Exception {
    Files.writeString(changed.resolve("model.json"), json);
    byte[] bytes = json.getBytes(UTF_8);
    Files.writeString(changed.resolve("model.sha256"), sha256(bytes) + "  model.json\n");
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
