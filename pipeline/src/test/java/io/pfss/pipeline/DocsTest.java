// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.facility.RiskInput;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohModel;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.alert.AlertJson;
import io.pfss.pipeline.element.FacilityName;
import io.pfss.pipeline.element.LatestOutlook;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.outlook.Outlook;
import io.pfss.pipeline.outlook.OutlookJson;
import io.pfss.pipeline.score.ScoreJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the documentation with the code. */
class DocsTest {
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final int README_LINES = 200;
  private static final Pattern LINK = Pattern.compile("(?<!`)\\[[^\\]\\[]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern JSON_BLOCK = Pattern.compile("(?ms)^```json (\\w+)$(.*?)^```$");
  private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh$(.*?)^```$");
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkHasTarget(Path page) throws IOException {
    String text = CODE.matcher(Files.readString(page)).replaceAll("");
    for (MatchResult link : LINK.matcher(text).results().toList()) {
      String target = link.group(1);
      if (!target.startsWith("https://")) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        assertThat(file).as(target).exists();
        if (parts.length == 2) {
          assertThat(anchors(file)).as(target).contains(parts[1]);
        }
      }
    }
  }

  static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(HOME)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !HOME.relativize(file).toString().matches("(.*/)?(target|\\.git)/.*"))
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.ko.md", "pipeline/README.md"})
  void examplesMatchPipeline(String name) throws Exception {
    String page = Files.readString(HOME.resolve(name));
    byte[] heat = example(page, "heat").getBytes(StandardCharsets.UTF_8);
    HeatReading reading = HeatJson.read(heat);
    JsonNode fields = JSON.readTree(heat);
    assertThat(Measure.ALL).allMatch(measure -> fields.has(measure.jsonName()));
    SohModel model = ModelStore.load(ModelStore.localFolder(HOME.resolve("models/heat-forest/3")));
    ReceivedReading received = new ReceivedReading(reading, new SourceOffset(0, 0), 0);
    JsonNode score = JSON.readTree(example(page, "heat_pf"));
    LatestOutlook outlook =
        score.required("risk_at").isNull()
            ? LatestOutlook.UNKNOWN
            : new LatestOutlook(
                score.required("risk_60m").asDouble(Double.NaN),
                score.required("kvar_to_90").asDouble(Double.NaN),
                false,
                millis(score, "risk_at"));
    ScoredReading scored =
        new ScoredReading(received, model.score(reading), model.version(), outlook);
    assertThat(score).isEqualTo(JSON.readTree(ScoreJson.write(scored)));
    assertThat(example(page, "heat_alerts")).isNotEmpty();
    assertThat(example(page, "heat_risk")).isNotEmpty();
  }

  /** Checks every page that shows records of a topic. */
  @ParameterizedTest
  @MethodSource("pages")
  void everyExampleRecordIsValid(Path page) throws Exception {
    for (MatchResult block : JSON_BLOCK.matcher(Files.readString(page)).results().toList()) {
      byte[] bytes = block.group(2).getBytes(StandardCharsets.UTF_8);
      JsonNode json = JSON.readTree(bytes);
      switch (block.group(1)) {
        case "heat" -> assertThat(HeatJson.read(bytes)).isNotNull();
        case "heat_alerts" ->
            assertThat(JSON.readTree(AlertJson.write(alert(bytes, json), names(json))))
                .isEqualTo(json);
        case "heat_risk" ->
            assertThat(JSON.readTree(OutlookJson.write(outlook(json), names(json))))
                .isEqualTo(json);
        default -> assertThat(json.isObject()).isTrue();
      }
    }
  }

  @Test
  void readmesHaveSameCommandsAndAreShort() throws IOException {
    String english = Files.readString(HOME.resolve("README.md"));
    String korean = Files.readString(HOME.resolve("README.ko.md"));
    assertThat(commands(korean)).isNotEmpty().isEqualTo(commands(english));
    assertThat(english.lines()).hasSizeLessThanOrEqualTo(README_LINES);
    assertThat(korean.lines()).hasSizeLessThanOrEqualTo(README_LINES);
  }

  @Test
  void usesOneKoreanTermForFacility() throws IOException {
    List<Path> all = new ArrayList<>(pages());
    all.add(HOME.resolve("pipeline/driver/src/main/resources/io/pfss/driver/web/page/texts.js"));
    for (Path page : all) {
      assertThat(Files.readString(page)).as(page.toString()).doesNotContain("시설");
    }
  }

  private static FacilityName names(JsonNode json) {
    return new FacilityName(
        json.required("plant_id").asText(""),
        json.required("name").asText(""),
        json.required("site").asText(""));
  }

  private static Alert alert(byte[] bytes, JsonNode json) {
    Alert read = AlertJson.read(bytes).orElseThrow();
    return new Alert(
        read.kind(),
        read.sensorId(),
        read.timeMillis(),
        read.state(),
        read.previous(),
        read.sinceMillis(),
        read.powerFactor(),
        read.stateSinceMillis(),
        read.riskSinceMillis(),
        outlook(json));
  }

  private static Outlook outlook(JsonNode json) {
    List<RiskInput> why = new ArrayList<>();
    for (JsonNode reason : json.required("why")) {
      why.add(
          RiskInput.ALL.stream()
              .filter(input -> input.english().equals(reason.required("en").asText()))
              .findFirst()
              .orElseThrow());
    }

    return new Outlook(
        json.required("sensor_id").asLong(),
        millis(json, "timestamp"),
        json.path("pf_hour").asDouble(Double.NaN),
        json.path("state_hour").asText(""),
        json.required("risk_60m").asDouble(Double.NaN),
        why,
        json.required("kvar_to_90").asDouble(Double.NaN),
        json.required("kvar_to_95").asDouble(Double.NaN),
        json.required("usual_kvar_to_90").asDouble(Double.NaN),
        json.required("surcharge_percent").asDouble(Double.NaN),
        json.required("worst_phase").asText(""),
        json.path("model").asText(""));
  }

  private static long millis(JsonNode json, String field) {
    return Math.round(1000 * json.required(field).asDouble());
  }

  private static String example(String page, String topic) {
    return JSON_BLOCK
        .matcher(page)
        .results()
        .filter(block -> block.group(1).equals(topic))
        .map(block -> block.group(2))
        .findFirst()
        .orElseThrow(() -> new AssertionError("Missing block ```json " + topic));
  }

  private static List<String> commands(String page) {
    return COMMANDS.matcher(page).results().map(block -> block.group(1)).toList();
  }

  /** Returns the anchors of headings, in GitHub's form. */
  private static List<String> anchors(Path page) throws IOException {
    String text = CODE.matcher(Files.readString(page)).replaceAll("");
    return HEADING
        .matcher(text)
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toList());
  }
}
