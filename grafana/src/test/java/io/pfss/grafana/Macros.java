// SPDX-License-Identifier: Apache-2.0
package io.pfss.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces macros and variables in a query, as Grafana does. */
final class Macros {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):regex}");
  private static final Pattern SPECIAL = Pattern.compile("[\\\\^$.*+?()\\[\\]{}|/-]");

  /** The possible values of {@code $__interval}, in ms; Grafana rounds up to one of them. */
  private static final List<Integer> STEPS =
      List.of(
          10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 30_000, 60_000);

  private final Map<String, String> variables;

  private Macros(Map<String, String> variables) {
    this.variables = variables;
  }

  /** Returns macros with the dashboards' default values of the variables. */
  static Macros ofDashboards() throws IOException {
    Map<String, String> variables = new HashMap<>();
    for (Path file : GrafanaFiles.dashboards()) {
      for (JsonNode variable : GrafanaFiles.json(file).at("/templating/list")) {
        variables.put(variable.path("name").asText(), regex(variable));
      }
    }

    return new Macros(variables);
  }

  /** Returns {@code $__interval} for a range, a number of points and a minimum. */
  static Duration interval(Duration range, int dataPoints, Duration minInterval) {
    long wanted = Math.max(range.toMillis() / dataPoints, minInterval.toMillis());
    return Duration.ofMillis(
        STEPS.stream().filter(step -> step >= wanted).findFirst().orElseThrow());
  }

  /**
   * Returns the query that InfluxDB gets.
   *
   * @throws IllegalArgumentException if the query has an unknown macro
   */
  String fill(GrafanaQuery query, Instant now) {
    String filter =
        "time >= %dms and time <= %dms"
            .formatted(now.minus(query.range()).toEpochMilli(), now.toEpochMilli());
    String text =
        VARIABLE
            .matcher(query.text())
            .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))))
            .replace("$timeFilter", filter)
            .replace("$__interval_ms", Long.toString(query.interval().toMillis()))
            .replace("$__interval", query.interval().toMillis() + "ms");
    if (text.replace("$/", "").contains("$")) {
      throw new IllegalArgumentException(query.owner() + " has an unknown macro: " + text);
    }

    return text;
  }

  private String value(String variable) {
    String value = variables.get(variable);
    if (value == null) {
      throw new IllegalArgumentException("Unknown variable " + variable);
    }

    return value;
  }

  private static String regex(JsonNode variable) {
    List<String> values = new ArrayList<>();
    for (JsonNode value : variable.at("/current/value")) {
      if (value.asText().equals("$__all")) {
        return variable.path("allValue").asText();
      }

      values.add(SPECIAL.matcher(value.asText()).replaceAll("\\\\$0"));
    }

    return values.size() == 1 ? values.get(0) : "(" + String.join("|", values) + ")";
  }
}
