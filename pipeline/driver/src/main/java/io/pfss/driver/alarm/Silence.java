// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * An active silence of Alertmanager.
 *
 * @param matchers all must match the labels of an alert that it silences
 * @param acknowledgement what it says
 */
record Silence(List<Matcher> matchers, AlarmAcknowledgement acknowledgement) {
  /**
   * Reads a silence.
   *
   * @return empty if it is not active
   * @throws IllegalArgumentException if it is not a silence, or has a regular expression that Java
   *     does not know
   */
  static Optional<Silence> of(JsonNode json) {
    if (!json.path("status").path("state").asText().equals("active")) {
      return Optional.empty();
    }

    return Optional.of(
        new Silence(
            StreamSupport.stream(json.path("matchers").spliterator(), false)
                .map(Matcher::of)
                .toList(),
            new AlarmAcknowledgement(
                json.path("createdBy").asText(),
                Instant.parse(json.path("startsAt").asText()).toEpochMilli(),
                Instant.parse(json.path("endsAt").asText()).toEpochMilli(),
                json.path("comment").asText())));
  }

  /** Whether it silences an alert with these labels. */
  boolean covers(Map<String, String> labels) {
    return matchers.stream().allMatch(each -> each.matches(labels));
  }

  /** Returns the only value of a label that it silences; empty if it silences others too. */
  Optional<String> onlyValue(String label) {
    return matchers.stream()
        .filter(each -> each.label.equals(label) && each.isEqual && each.pattern.isEmpty())
        .map(Matcher::value)
        .findFirst();
  }

  /**
   * A condition on one label.
   *
   * @param pattern the value as a regular expression, which the whole label must match; empty: the
   *     label must be the value
   * @param isEqual false for the opposite
   */
  record Matcher(String label, String value, Optional<Pattern> pattern, boolean isEqual) {
    private static Matcher of(JsonNode json) {
      String value = json.path("value").asText();
      return new Matcher(
          json.path("name").asText(),
          value,
          json.path("isRegex").asBoolean() ? Optional.of(Pattern.compile(value)) : Optional.empty(),
          // Alertmanager 0.21 and older have no such field.
          json.path("isEqual").asBoolean(true));
    }

    private boolean matches(Map<String, String> labels) {
      String actual = labels.getOrDefault(label, "");
      return isEqual
          == pattern
              .map(regex -> regex.matcher(actual).matches())
              .orElseGet(() -> actual.equals(value));
    }
  }
}
