// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An alert as Alertmanager's API has it.
 *
 * @param labels identify the alert; none is empty
 * @param annotations what Alertmanager tells people about it
 * @param startsAtMillis since when it is open, in ms since the epoch
 * @param page the address where people can see more
 */
record AlertmanagerAlert(
    Map<String, String> labels,
    Map<String, String> annotations,
    long startsAtMillis,
    Optional<String> page) {
  private static final String LABELS = "labels";
  private static final String ANNOTATIONS = "annotations";
  private static final String PAGE = "generatorURL";
  private static final String STARTS_AT = "startsAt";

  AlertmanagerAlert {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /**
   * Returns the JSON object to post.
   *
   * @param endsAtMillis when the alert ends unless it is posted again, in ms since the epoch
   */
  ObjectNode json(ObjectMapper mapper, long endsAtMillis) {
    ObjectNode json = mapper.createObjectNode();
    json.set(LABELS, mapper.valueToTree(labels));
    json.set(ANNOTATIONS, mapper.valueToTree(annotations));
    // Alertmanager refuses an alert that ends before it starts, and sensors' clocks may be ahead.
    json.put(STARTS_AT, Instant.ofEpochMilli(Math.min(startsAtMillis, endsAtMillis)).toString());
    json.put("endsAt", Instant.ofEpochMilli(endsAtMillis).toString());
    page.ifPresent(url -> json.put(PAGE, url));
    return json;
  }

  /** Reads an alert that Alertmanager has. */
  static AlertmanagerAlert of(JsonNode json) {
    return new AlertmanagerAlert(
        texts(json.path(LABELS)),
        texts(json.path(ANNOTATIONS)),
        Instant.parse(json.path(STARTS_AT).asText()).toEpochMilli(),
        Optional.of(json.path(PAGE).asText()).filter(url -> !url.isEmpty()));
  }

  private static Map<String, String> texts(JsonNode json) {
    Map<String, String> texts = new HashMap<>();
    json.fields().forEachRemaining(each -> texts.put(each.getKey(), each.getValue().asText()));
    return texts;
  }
}
