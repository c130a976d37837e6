// SPDX-License-Identifier: Apache-2.0
package io.pfss.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Validates the dashboards against Grafana's published types. */
class SchemaTest {
  private static final Path FILE =
      GrafanaFiles.FOLDER.resolve("src/test/resources/dashboards.schema.json");
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_7,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build()));

  /** Schemas by name: dashboard, row, panel, and one for each type of panel. */
  private static JsonNode schemas;

  @BeforeAll
  static void readSchemas() throws IOException {
    schemas = GrafanaFiles.json(FILE).path("properties");
  }

  @Test
  void dashboardsAndPanelsMatchTheSchemas() throws IOException {
    for (Path file : GrafanaFiles.dashboards()) {
      assertThat(faults(GrafanaFiles.json(file))).as(file.toString()).isEmpty();
    }
  }

  @Test
  void findsUnknownProperties() throws IOException {
    JsonNode dashboard = GrafanaFiles.json(GrafanaFiles.dashboards().get(0));
    ((ObjectNode) dashboard).put("schemaVersion", "42");
    ((ObjectNode) dashboard.at("/panels/0/options")).put("showValue", "sometimes");
    ((ObjectNode) dashboard.at("/panels/1/options")).put("rowHigh", 1);
    assertThat(faults(dashboard))
        .containsExactly(
            "/schemaVersion: string found, number expected",
            "/panels/0/options/showValue: does not have a value in the enumeration"
                + " [\"always\", \"auto\", \"never\"]",
            "/panels/1/options: property 'rowHigh' is not defined in the schema and the schema"
                + " does not allow additional properties");
  }

  /** Returns the violations of the published types, each with its path in the dashboard. */
  private static List<String> faults(JsonNode dashboard) {
    List<String> faults = new ArrayList<>();
    validate("dashboard", dashboard, "", faults);
    validatePanels(dashboard, "", faults);
    return faults;
  }

  private static void validatePanels(JsonNode parent, String parentPath, List<String> faults) {
    JsonNode panels = parent.path("panels");
    for (int i = 0; i < panels.size(); i++) {
      JsonNode panel = panels.path(i);
      String path = parentPath + "/panels/" + i;
      String type = panel.path("type").asText();
      if (type.equals("row")) {
        validate("row", panel, path, faults);
        validatePanels(panel, path, faults);
      } else {
        validate("panel", panel, path, faults);
        validate(type, panel, path, faults);
      }
    }
  }

  private static void validate(String name, JsonNode value, String path, List<String> faults) {
    assertThat(schemas.has(name)).as("%s has a schema for %s at %s", FILE, name, path).isTrue();
    for (Error error : REGISTRY.getSchema(schemas.path(name)).validate(value)) {
      faults.add(path + error.getInstanceLocation() + ": " + error.getMessage());
    }
  }
}
