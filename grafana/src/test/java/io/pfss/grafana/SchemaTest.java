package io.pfss.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboards, held against the types that Grafana itself publishes. */
class SchemaTest {
  private static final Path SOURCE = GrafanaFiles.FOLDER.resolve("src/test/npm");
  private static final Path WORK = GrafanaFiles.FOLDER.resolve("target/npm");
  private static final long LIMIT_MINUTES = 5;

  /** By the panel's type: how the published package calls it. */
  private static final Map<String, String> PANELS =
      Map.of(
          "heatmap", "Heatmap",
          "stat", "Stat",
          "state-timeline", "StateTimeline",
          "table", "Table",
          "timeseries", "TimeSeries");

  @TempDir Path folder;

  @BeforeAll
  static void installTypes() throws IOException, InterruptedException {
    Files.createDirectories(WORK);
    Path lock = WORK.resolve("package-lock.json");
    byte[] wanted = Files.readAllBytes(SOURCE.resolve("package-lock.json"));
    boolean installed =
        Files.exists(WORK.resolve("node_modules/.package-lock.json"))
            && Files.exists(lock)
            && Arrays.equals(Files.readAllBytes(lock), wanted);
    for (String name : List.of("package.json", "tsconfig.json", "json.ts")) {
      Files.write(WORK.resolve(name), Files.readAllBytes(SOURCE.resolve(name)));
    }

    if (!installed) {
      Files.write(lock, wanted);
      String output = run(WORK.resolve("npm.log"), "npm", "ci", "--no-audit", "--no-fund");
      assertThat(WORK.resolve("node_modules/.bin/tsc")).as(output).exists();
    }
  }

  @Test
  void dashboardsAndTheirPanelsAreOfGrafanasTypes() throws Exception {
    List<JsonNode> dashboards = new ArrayList<>();
    for (Path file : GrafanaFiles.dashboards()) {
      dashboards.add(GrafanaFiles.json(file));
    }

    assertThat(check(dashboards)).isEmpty();
  }

  @Test
  void whatGrafanaDoesNotKnowIsFound() throws Exception {
    JsonNode dashboard = GrafanaFiles.json(GrafanaFiles.dashboards().get(0));
    ((ObjectNode) dashboard).put("schemaVersion", "42");
    ((ObjectNode) dashboard.at("/panels/0/options")).put("showValue", "sometimes");
    ((ObjectNode) dashboard.at("/panels/1/options")).put("rowHigh", 1);
    assertThat(check(List.of(dashboard)))
        .contains("'string' is not assignable to type 'number'", "\"sometimes\"", "rowHigh");
  }

  /** What the compiler has to say. */
  private String check(List<JsonNode> dashboards) throws Exception {
    Path generated = Files.createDirectories(WORK.resolve("generated"));
    List<Path> files = new ArrayList<>();
    for (JsonNode dashboard : dashboards) {
      Path file = generated.resolve(dashboard.path("uid").asText() + ".ts");
      files.add(Files.writeString(file, program(dashboard)));
    }

    try {
      return run(folder.resolve("tsc.log"), "node", "node_modules/typescript/bin/tsc", "-p", ".");
    } finally {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private static String program(JsonNode dashboard) {
    StringBuilder text = new StringBuilder();
    text.append("import type { Dashboard, Panel, RowPanel } from '@grafana/schema';\n");
    text.append("import type { Json } from '../json';\n");
    text.append(
        PANELS.entrySet().stream()
            .map(each -> module(each.getKey(), each.getValue()))
            .collect(Collectors.joining()));
    constant(text, "dashboard", "Dashboard", dashboard);
    for (JsonNode panel : dashboard.path("panels")) {
      boolean row = panel.path("type").asText().equals("row");
      constant(text, "element" + panel.path("id"), row ? "RowPanel" : "Panel", panel);
    }

    for (JsonNode panel : GrafanaFiles.panels(dashboard)) {
      String type = panel.path("type").asText();
      assertThat(PANELS).containsKey(type);
      constant(
          text, "options" + panel.path("id"), PANELS.get(type) + ".Options", panel.path("options"));
      JsonNode custom = panel.at("/fieldConfig/defaults/custom");
      if (!custom.isMissingNode()) {
        constant(text, "custom" + panel.path("id"), PANELS.get(type) + ".FieldConfig", custom);
      }
    }

    return text.toString();
  }

  private static String module(String type, String name) {
    return "import type * as %s from '@grafana/schema/dist/esm/raw/composable/%s/panelcfg/x/%sPanelCfg_types.gen';%n"
        .formatted(name, type.replace("-", ""), name);
  }

  private static void constant(StringBuilder text, String name, String type, JsonNode value) {
    text.append("export const %s: Json<%s> = %s;%n".formatted(name, type, value));
  }

  private static String run(Path log, String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(WORK.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new AssertionError(
          "This test needs Node.js and npm. On Debian: sudo apt-get install nodejs npm", e);
    }

    if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(command[0] + " did not end in " + LIMIT_MINUTES + " minutes");
    }

    return Files.readString(log, StandardCharsets.UTF_8);
  }
}
