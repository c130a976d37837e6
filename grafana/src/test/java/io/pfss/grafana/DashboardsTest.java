// SPDX-License-Identifier: Apache-2.0
package io.pfss.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardsTest {
  private static final int COLUMNS = 24;
  private static final String LATEST_STATUS = "FROM \"facility_status\" WHERE time > now() - 2h";
  private static final Pattern DASHBOARD_LINK = Pattern.compile("/d/([\\w-]+)");
  private static final Pattern HOST =
      Pattern.compile("https?://|localhost|\\b\\d{1,3}(\\.\\d{1,3}){3}\\b|:8086|:3000");

  static List<Path> dashboards() throws IOException {
    return GrafanaFiles.dashboards();
  }

  @Test
  void dashboardsHaveUniqueUids() throws IOException {
    assertThat(uids())
        .containsExactlyInAnyOrder("pfss-facilities", "pfss-fleet", "pfss-pipeline")
        .allMatch(uid -> uid.length() <= 40);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void hasTheRefreshAndTheCurrentSchema(Path file) throws IOException {
    JsonNode dashboard = GrafanaFiles.json(file);
    assertThat(dashboard.path("schemaVersion").asInt()).isEqualTo(42);
    assertThat(dashboard.path("refresh").asText()).isEqualTo("5s");
    assertThat(dashboard.path("id").isNull()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsHaveUniqueIdsAndDoNotOverlap(Path file) throws IOException {
    JsonNode dashboard = GrafanaFiles.json(file);
    Set<Integer> ids = new HashSet<>();
    Set<String> cells = new HashSet<>();
    List<JsonNode> all = new ArrayList<>(GrafanaFiles.panels(dashboard));
    dashboard.path("panels").forEach(panel -> addRow(panel, all));
    for (JsonNode panel : all) {
      assertThat(ids.add(panel.path("id").asInt())).as("id of " + panel.path("title")).isTrue();
      JsonNode place = panel.path("gridPos");
      int right = place.path("x").asInt() + place.path("w").asInt();
      assertThat(right).isBetween(1, COLUMNS);
      for (int x = place.path("x").asInt(); x < right; x++) {
        for (int y = 0; y < place.path("h").asInt(); y++) {
          String cell = x + "," + (place.path("y").asInt() + y);
          assertThat(cells.add(cell)).as(panel.path("title") + " at " + cell).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void titlesAreKoreanAndEnglish(Path file) throws IOException {
    JsonNode dashboard = GrafanaFiles.json(file);
    assertBilingual(dashboard.path("title").asText());
    dashboard.path("panels").forEach(panel -> assertBilingual(panel.path("title").asText()));
    for (JsonNode panel : GrafanaFiles.panels(dashboard)) {
      assertBilingual(panel.path("title").asText());
      assertThat(panel.path("description").asText()).isNotBlank();
    }

    dashboard.at("/templating/list").forEach(each -> assertBilingual(each.path("label").asText()));
    dashboard.path("links").forEach(each -> assertBilingual(each.path("title").asText()));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void namesOnlyTheProvisionedDataSource(Path file) throws IOException {
    assertThat(Files.readString(file)).doesNotContainPattern(HOST);
    List<JsonNode> sources = GrafanaFiles.json(file).findValues("datasource");
    assertThat(sources).isNotEmpty();
    for (JsonNode source : sources) {
      assertThat(source.path("uid").asText()).isEqualTo(ProvisioningTest.dataSourceUid());
      assertThat(source.path("type").asText()).isEqualTo("influxdb");
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void linksToExactlyTheOtherDashboards(Path file) throws IOException {
    Set<String> linked = new HashSet<>();
    Matcher link = DASHBOARD_LINK.matcher(Files.readString(file));
    while (link.find()) {
      linked.add(link.group(1));
    }

    Set<String> others = new HashSet<>(uids());
    assertThat(others).containsAll(linked);
    others.remove(GrafanaFiles.json(file).path("uid").asText());
    assertThat(linked).containsAll(others);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsHaveUnitsAndThresholds(Path file) throws IOException {
    for (JsonNode panel : GrafanaFiles.panels(GrafanaFiles.json(file))) {
      JsonNode defaults = panel.at("/fieldConfig/defaults");
      String title = panel.path("title").asText();
      assertThat(defaults.at("/thresholds/steps").size()).as(title).isPositive();
      if (!Set.of("table", "state-timeline").contains(panel.path("type").asText())) {
        assertThat(defaults.path("unit").asText()).as(title).isNotBlank();
      }
    }
  }

  @Test
  void statesHaveTextsAndColours() throws IOException {
    int seen = 0;
    for (Path file : GrafanaFiles.dashboards()) {
      for (JsonNode panel : GrafanaFiles.panels(GrafanaFiles.json(file))) {
        String texts = panel.path("fieldConfig").toString();
        if (selects(panel, "state_code")) {
          seen++;
          assertThat(texts)
              .as(panel.path("title").asText())
              .contains("\"0\":{\"text\":\"정상 · Normal\",\"color\":\"green\"")
              .contains("\"1\":{\"text\":\"판정 불가 · Not scorable\",\"color\":\"#8e8e8e\"")
              .contains("\"2\":{\"text\":\"정지 · Stopped\",\"color\":\"blue\"")
              .contains("\"3\":{\"text\":\"무응답 · Silent\",\"color\":\"purple\"")
              .contains("\"4\":{\"text\":\"주의 · Caution\",\"color\":\"yellow\"")
              .contains("\"5\":{\"text\":\"경고 · Warning\",\"color\":\"red\"");
        } else if (selects(panel, "state")) {
          seen++;
          assertThat(texts)
              .as(panel.path("title").asText())
              .contains("\"0\":{\"text\":\"정상 · Normal\",\"color\":\"green\"")
              .contains("\"1\":{\"text\":\"주의 · Caution\",\"color\":\"yellow\"")
              .contains("\"2\":{\"text\":\"경고 · Warning\",\"color\":\"red\"")
              .contains(
                  "\"steps\":[{\"color\":\"green\",\"value\":null},{\"color\":\"yellow\",\"value\":1},{\"color\":\"red\",\"value\":2}]");
        }
      }
    }

    assertThat(seen).isEqualTo(9);
  }

  @Test
  void queriesHaveLimitsOfTimeAndResolution() throws IOException {
    List<GrafanaQuery> queries = GrafanaQuery.all();
    assertThat(queries).hasSizeGreaterThan(40);
    for (GrafanaQuery query : queries) {
      // A facility has at least one point an hour in facility_status.
      if (!query.text().startsWith("SHOW TAG VALUES")) {
        assertThat(query.text()).as(query.owner()).containsAnyOf("$timeFilter", LATEST_STATUS);
      }

      if (Set.of("timeseries", "heatmap", "state-timeline").contains(query.kind())
          && !query.text().contains(LATEST_STATUS)) {
        assertThat(query.text()).as(query.owner()).contains("GROUP BY time($__interval)");
      }
    }
  }

  static Set<String> uids() throws IOException {
    Set<String> uids = new HashSet<>();
    for (Path file : GrafanaFiles.dashboards()) {
      assertThat(uids.add(GrafanaFiles.json(file).path("uid").asText())).isTrue();
    }

    return uids;
  }

  static void assertBilingual(String title) {
    assertThat(title).matches(".*[가-힣].*").matches(".*[A-Za-z]{2}.*").contains(" · ");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void facilitiesHaveNamesAndALinkToTheirPages(Path file) throws IOException {
    for (JsonNode panel : GrafanaFiles.panels(GrafanaFiles.json(file))) {
      String queries = panel.path("targets").toString();
      if (queries.contains("GROUP BY time($__interval), \\\"sensor_id\\\"")
          && !panel.path("type").asText().equals("table")) {
        assertThat(panel.at("/fieldConfig/defaults/displayName").asText())
            .isEqualTo("${__field.labels.label}");
        assertThat(panel.at("/fieldConfig/defaults/links/0/url").asText())
            .isEqualTo("${__field.labels.page}");
        assertThat(panel.path("transformations").findValuesAsText("id"))
            .containsExactly("joinByField", "organize", "prepareTimeSeries");
      } else if (panel.path("type").asText().equals("table")) {
        assertThat(queries).as(panel.path("title").asText()).contains("label", "page");
        assertThat(panel.path("fieldConfig").toString()).contains("${__data.fields.page}");
      }
    }
  }

  private static boolean selects(JsonNode panel, String column) {
    for (JsonNode target : panel.path("targets")) {
      String query = target.path("query").asText();
      if (query.substring(0, query.indexOf("FROM")).contains("AS \"" + column + '"')) {
        return true;
      }
    }

    return false;
  }

  private static void addRow(JsonNode panel, List<JsonNode> all) {
    if (panel.path("type").asText().equals("row")) {
      all.add(panel);
    }
  }
}
