// SPDX-License-Identifier: Apache-2.0
package io.pfss.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvisioningTest {
  private static final String FOLDER = "provisioning/datasources/";

  static List<Path> files() throws IOException {
    return GrafanaFiles.provisioning();
  }

  static List<JsonNode> rules() throws IOException {
    return GrafanaFiles.rules();
  }

  static String dataSourceUid() throws IOException {
    return dataSource("influxdb.yaml").path("uid").asText();
  }

  @ParameterizedTest
  @MethodSource("files")
  void isYamlOfGrafanasVersion(Path file) throws IOException {
    assertThat(GrafanaFiles.yaml(file).path("apiVersion").asInt()).isEqualTo(1);
    assertThat(Files.readString(file)).doesNotContain("http://", "https://", "localhost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"influxdb.yaml", "influxdb-2.yaml.example"})
  void dataSourceUsesInfluxQlAndTheEnvironment(String name) throws IOException {
    JsonNode source = dataSource(name);
    assertThat(source.path("uid").asText()).isEqualTo("pfss-influxdb");
    assertThat(source.path("type").asText()).isEqualTo("influxdb");
    assertThat(source.path("url").asText()).isEqualTo("${PFSS_INFLUX_URL}");
    assertThat(source.at("/jsonData/version").asText()).isEqualTo("InfluxQL");
    assertThat(source.at("/jsonData/dbName").asText()).isEqualTo("${PFSS_INFLUX_DATABASE}");
    assertThat(source.path("secureJsonData")).allMatch(secret -> secret.asText().contains("${"));
  }

  @Test
  void influxDb2SendsItsTokenInTheHeader() throws IOException {
    JsonNode source = dataSource("influxdb-2.yaml.example");
    assertThat(source.at("/jsonData/httpHeaderName1").asText()).isEqualTo("Authorization");
    assertThat(source.at("/secureJsonData/httpHeaderValue1").asText())
        .isEqualTo("Token ${PFSS_INFLUX_TOKEN}");
  }

  @Test
  void rulesHaveUniqueUids() throws IOException {
    Set<String> uids = new HashSet<>();
    for (JsonNode rule : rules()) {
      assertThat(uids.add(rule.path("uid").asText())).isTrue();
    }

    assertThat(uids)
        .contains(
            "pfss-warning",
            "pfss-silent",
            "pfss-watermark-lag",
            "pfss-dead-letters",
            "pfss-drift",
            "pfss-pipeline-absent");
  }

  /** Rules can name their folder only by its title; a uid in the provider makes a second folder. */
  @Test
  void dashboardsAndRulesShareOneFolder() throws IOException {
    JsonNode provider =
        GrafanaFiles.yaml(GrafanaFiles.FOLDER.resolve("provisioning/dashboards/pfss.yaml"))
            .at("/providers/0");
    assertThat(provider.has("folderUid")).isFalse();
    assertThat(GrafanaFiles.yaml(GrafanaFiles.RULES).path("groups"))
        .isNotEmpty()
        .allMatch(group -> group.path("folder").equals(provider.path("folder")))
        .allMatch(group -> group.path("orgId").equals(provider.path("orgId")));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rulesReferToTheirOwnQueries(JsonNode rule) throws IOException {
    Set<String> earlier = new HashSet<>();
    for (JsonNode step : rule.path("data")) {
      String source = step.path("datasourceUid").asText();
      JsonNode model = step.path("model");
      assertThat(model.path("refId").asText()).isEqualTo(step.path("refId").asText());
      assertThat(model.at("/datasource/uid").asText()).isEqualTo(source);
      if (source.equals("__expr__")) {
        assertThat(earlier).contains(model.path("expression").asText());
      } else {
        assertThat(source).isEqualTo(dataSourceUid());
        assertThat(step.at("/relativeTimeRange/from").asInt()).isPositive();
      }

      earlier.add(step.path("refId").asText());
    }

    assertThat(earlier).contains(rule.path("condition").asText());
  }

  /** Since 9.1 Grafana does not interpolate a rule's model, so macros need no escape. */
  @ParameterizedTest
  @MethodSource("rules")
  void rulesHaveUnescapedMacros(JsonNode rule) {
    assertThat(rule.at("/data/0/model/query").asText()).contains("$timeFilter");
    assertThat(rule.toString()).doesNotContain("$$");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rulesAreBilingualAndShowAPanel(JsonNode rule) throws IOException {
    DashboardsTest.assertBilingual(rule.path("title").asText());
    String summary = rule.at("/annotations/summary").asText();
    DashboardsTest.assertBilingual(summary);
    assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
    if (rule.toString().contains("GROUP BY \\\"sensor_id\\\"")) {
      assertThat(rule.at("/data/0/model/query").asText())
          .endsWith("GROUP BY \"sensor_id\", \"label\", \"site\", \"page\"");
      assertThat(summary).contains("{{ .Labels.label }}");
      assertThat(rule.at("/annotations/description").asText()).contains("{{ .Labels.page }}");
    }

    assertThat(panelIds().get(rule.path("dashboardUid").asText()))
        .contains(rule.path("panelId").asInt());
    assertThat(rule.at("/annotations/__dashboardUid__")).isEqualTo(rule.path("dashboardUid"));
    assertThat(rule.at("/annotations/__panelId__").asInt()).isEqualTo(rule.path("panelId").asInt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pfss-no-readings", "pfss-pipeline-absent"})
  void absenceIsAnAlert(String uid) throws IOException {
    assertThat(rules())
        .filteredOn(rule -> rule.path("uid").asText().equals(uid))
        .singleElement()
        .matches(rule -> rule.path("noDataState").asText().equals("Alerting"));
  }

  private static Map<String, Set<Integer>> panelIds() throws IOException {
    Map<String, Set<Integer>> ids = new HashMap<>();
    for (Path file : GrafanaFiles.dashboards()) {
      JsonNode dashboard = GrafanaFiles.json(file);
      ids.put(
          dashboard.path("uid").asText(),
          GrafanaFiles.panels(dashboard).stream()
              .map(panel -> panel.path("id").asInt())
              .collect(Collectors.toSet()));
    }

    return ids;
  }

  private static JsonNode dataSource(String name) throws IOException {
    return GrafanaFiles.yaml(GrafanaFiles.FOLDER.resolve(FOLDER + name)).at("/datasources/0");
  }
}
