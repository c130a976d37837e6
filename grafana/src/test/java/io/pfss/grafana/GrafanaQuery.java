// SPDX-License-Identifier: Apache-2.0
package io.pfss.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A query that Grafana sends.
 *
 * @param owner name of its panel, variable or alert rule
 * @param kind type of the panel, {@code variable} or {@code alert}
 * @param text of the query, with macros
 * @param range how far the query looks back
 * @param interval value of {@code $__interval}
 * @param returnsText whether its values are texts, not numbers
 */
record GrafanaQuery(
    String owner,
    String kind,
    String text,
    Duration range,
    Duration interval,
    boolean returnsText) {
  private static final Duration SCRAPE = Duration.ofSeconds(5);
  private static final int DATA_POINTS = 1000;

  /** Returns the queries of all panels, variables and alert rules. */
  static List<GrafanaQuery> all() throws IOException {
    List<GrafanaQuery> queries = new ArrayList<>();
    for (Path file : GrafanaFiles.dashboards()) {
      JsonNode dashboard = GrafanaFiles.json(file);
      String name = file.getFileName().toString().replace(".json", "");
      Duration range = ago(dashboard.path("time").path("from").asText());
      collect(dashboard, new Place(name, "", range, SCRAPE, DATA_POINTS, false), queries);
    }

    Place rules = new Place("alert", "alert", Duration.ZERO, SCRAPE, DATA_POINTS, false);
    for (JsonNode rule : GrafanaFiles.rules()) {
      collect(rule, rules, queries);
    }

    return queries;
  }

  private static void collect(JsonNode node, Place outer, List<GrafanaQuery> queries) {
    Place place = outer.in(node);
    if (node.path("query").isTextual()) {
      queries.add(place.query(node.path("query").asText()));
    }

    for (JsonNode child : node) {
      collect(child, place, queries);
    }
  }

  /** Parses Grafana's {@code now-15m} or {@code 15m}. */
  private static Duration ago(String text) {
    return Duration.parse("PT" + text.replace("now-", "").toUpperCase(Locale.ROOT));
  }

  /** Properties of a query from the objects around it. */
  private record Place(
      String owner,
      String kind,
      Duration range,
      Duration minInterval,
      int dataPoints,
      boolean returnsText) {
    Place in(JsonNode node) {
      boolean panel = node.has("gridPos");
      boolean variable = node.path("type").asText().equals("query") && node.has("includeAll");
      String name = node.path(variable ? "name" : "title").asText();
      boolean named = panel || variable || node.has("condition");
      return new Place(
          named ? owner + " / " + name : owner,
          panel ? node.path("type").asText() : variable ? "variable" : kind,
          range(node),
          text(node, "interval").filter(each -> panel).map(GrafanaQuery::ago).orElse(minInterval),
          panel ? node.path("maxDataPoints").asInt(dataPoints) : dataPoints,
          panel
              ? node.at("/fieldConfig/defaults/unit").asText().equals("string")
              : variable || returnsText);
    }

    private Duration range(JsonNode node) {
      JsonNode relative = node.path("relativeTimeRange");
      return relative.isMissingNode()
          ? text(node, "timeFrom").map(GrafanaQuery::ago).orElse(range)
          : Duration.ofSeconds(relative.path("from").asLong());
    }

    private static Optional<String> text(JsonNode node, String field) {
      return Optional.ofNullable(node.path(field).textValue());
    }

    private GrafanaQuery query(String text) {
      return new GrafanaQuery(
          owner, kind, text, range, Macros.interval(range, dataPoints, minInterval), returnsText);
    }
  }
}
