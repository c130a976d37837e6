// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reference parser of readings with Jackson's tree and the JDK's numbers: slow but simple. It
 * ignores unknown fields.
 */
public final class TreeReadings {
  private static final ObjectMapper LAST_COUNTS = mapper(StreamReadFeature.AUTO_CLOSE_SOURCE);
  private static final ObjectMapper NO_DUPLICATES =
      mapper(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  private TreeReadings() {}

  /** Returns the reading of an object; the last of duplicate fields counts. */
  static Optional<HeatReading> lastCounts(byte[] json) {
    return read(LAST_COUNTS, json);
  }

  /** Returns the reading of an object without duplicate fields. */
  static Optional<HeatReading> withoutDuplicates(byte[] json) {
    return read(NO_DUPLICATES, json);
  }

  private static Optional<HeatReading> read(ObjectMapper mapper, byte[] json) {
    try {
      // Jackson reads UTF-16 and UTF-32 too.
      String bytes = new String(json, StandardCharsets.ISO_8859_1);
      if (bytes.matches("(?s)(\\x00|.\\x00|\\xff\\xfe|\\xfe\\xff).*")) {
        return Optional.empty();
      }

      JsonNode tree = mapper.readTree(json);
      return tree.isObject() ? Optional.ofNullable(reading(tree)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static HeatReading reading(JsonNode tree) {
    JsonNode sensorId = field(tree, HeatJson.SENSOR_ID, HeatJson.SENSOR_ID);
    JsonNode timestamp = field(tree, HeatJson.TIMESTAMP, HeatJson.TIMESTAMP);
    if (sensorId == null || timestamp == null) {
      return null;
    }

    boolean hasMeasure = false;
    double seconds = timestamp.isNumber() ? timestamp.doubleValue() : Double.NaN;
    if (!sensorId.isIntegralNumber()
        || !sensorId.canConvertToLong()
        || !(seconds >= 0 && seconds <= HeatJson.MAX_EVENT_TIME_MILLIS / 1000.0)) {
      return null;
    }

    HeatReading.Builder reading =
        HeatReading.builder(sensorId.longValue(), Math.round(seconds * 1000.0));
    for (Measure measure : Measure.ALL) {
      JsonNode value = field(tree, measure.jsonName(), measure.column());
      if (value == null) {
        return null;
      }

      hasMeasure |= !value.isMissingNode();
      if (value.isNumber() && Double.isFinite(value.doubleValue())) {
        reading.set(measure, value.doubleValue());
      } else if (!value.isNull() && !value.isMissingNode()) {
        return null;
      }
    }

    return hasMeasure ? reading.build() : null;
  }

  /** Returns the field with either name; a missing node if there is none; null if values differ. */
  private static JsonNode field(JsonNode tree, String name, String otherName) {
    List<JsonNode> found = new ArrayList<>();
    tree.fields()
        .forEachRemaining(
            field -> {
              String normal = FieldNames.normal(field.getKey());
              if (normal.equals(name) || normal.equals(otherName)) {
                found.add(field.getValue());
              }
            });
    List<JsonNode> said = found.stream().filter(value -> !value.isNull()).toList();
    if (found.isEmpty()) {
      return MissingNode.getInstance();
    }

    if (found.size() > 2 || (said.size() == 2 && !isSame(said.get(0), said.get(1)))) {
      return null;
    }

    return said.isEmpty() ? found.get(0) : said.get(0);
  }

  private static boolean isSame(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber() && one.doubleValue() == other.doubleValue();
  }

  private static ObjectMapper mapper(StreamReadFeature feature) {
    return new ObjectMapper(
            JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(feature)
                .build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }
}
