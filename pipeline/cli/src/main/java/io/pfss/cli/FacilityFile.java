// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.pipeline.catalog.FacilityRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads a file with a JSON array of facilities: {@code sensor_id} and {@code name}, and optionally
 * {@code site}, {@code rated_power} (VA), {@code rated_voltage} (V), {@code rated_current} (A).
 */
final class FacilityFile {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private FacilityFile() {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if the file cannot be read or has other content
   */
  static List<FacilityRecord> read(Path file) {
    JsonNode facilities;
    try {
      facilities = JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }

    if (!facilities.isArray()) {
      throw new IllegalArgumentException(file + " must contain a JSON array");
    }

    List<FacilityRecord> records = new ArrayList<>();
    for (JsonNode facility : facilities) {
      if (!facility.path("sensor_id").isIntegralNumber() || !facility.path("name").isTextual()) {
        throw new IllegalArgumentException(
            file + ": a facility needs an integer sensor_id and a name: " + facility);
      }

      records.add(
          new FacilityRecord(
              facility.get("sensor_id").asLong(),
              Optional.empty(),
              facility.get("name").asText(),
              facility.path("site").asText(""),
              number(file, facility, "rated_power"),
              number(file, facility, "rated_voltage"),
              number(file, facility, "rated_current"),
              OptionalDouble.empty(),
              OptionalDouble.empty(),
              true));
    }

    return records;
  }

  private static OptionalDouble number(Path file, JsonNode facility, String name) {
    JsonNode value = facility.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalDouble.empty();
    }

    if (!value.isNumber()) {
      throw new IllegalArgumentException(file + ": " + name + " must be a number: " + value);
    }

    return OptionalDouble.of(value.asDouble());
  }
}
