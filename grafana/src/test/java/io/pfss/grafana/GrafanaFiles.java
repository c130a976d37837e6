// SPDX-License-Identifier: Apache-2.0
package io.pfss.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the dashboards and provisioning files. */
final class GrafanaFiles {
  static final Path HOME = Path.of(System.getProperty("pfss.home"));
  static final Path FOLDER = HOME.resolve("grafana");
  static final Path RULES = FOLDER.resolve("provisioning/alerting/rules.yaml");

  private static final ObjectMapper JSON = new ObjectMapper();

  private GrafanaFiles() {}

  /** Returns the dashboards' files, by name. */
  static List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve("dashboards"))) {
      return files.sorted().toList();
    }
  }

  /** Returns all provisioning files, including examples. */
  static List<Path> provisioning() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER.resolve("provisioning"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  static JsonNode yaml(Path file) throws IOException {
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      return JSON.valueToTree(new Yaml(new SafeConstructor(options)).load(text));
    }
  }

  /** Returns all panels, including those in rows, without the rows. */
  static List<JsonNode> panels(JsonNode dashboard) {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      if (panel.path("type").asText().equals("row")) {
        panel.path("panels").forEach(panels::add);
      } else {
        panels.add(panel);
      }
    }

    return panels;
  }

  /** Returns all alert rules. */
  static List<JsonNode> rules() throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode group : yaml(RULES).path("groups")) {
      group.path("rules").forEach(rules::add);
    }

    return rules;
  }
}
