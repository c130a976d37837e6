// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes the median of each measured value over the rounds of a trial, by contestant. */
final class Medians {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROUND = "round";

  private final Map<List<String>, List<ObjectNode>> rounds = new LinkedHashMap<>();

  /** Adds a round's result. */
  void add(ObjectNode result) {
    rounds.computeIfAbsent(keyOf(result), any -> new ArrayList<>()).add(result);
  }

  /** Returns a result for each trial and contestant, in the order of the first rounds. */
  List<ObjectNode> results() {
    return rounds.values().stream().map(Medians::median).toList();
  }

  private static List<String> keyOf(ObjectNode result) {
    return List.of(
        result.path("trial").asText(),
        result.path("contestant").asText(),
        result.path("rate").asText());
  }

  private static ObjectNode median(List<ObjectNode> all) {
    ObjectNode median = JSON.createObjectNode();
    Iterator<Map.Entry<String, JsonNode>> fields = all.get(0).fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (field.getKey().equals(ROUND)) {
        median.put("median_of", all.size());
      } else if (field.getValue().isNumber()) {
        median.set(field.getKey(), median(all, field.getKey()));
      } else {
        median.set(field.getKey(), field.getValue());
      }
    }

    return median;
  }

  private static JsonNode median(List<ObjectNode> all, String field) {
    List<JsonNode> values =
        all.stream()
            .map(result -> result.path(field))
            .filter(JsonNode::isNumber)
            .sorted((a, b) -> Double.compare(a.asDouble(), b.asDouble()))
            .toList();
    return values.get(values.size() / 2);
  }
}
