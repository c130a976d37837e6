package io.pfss.models.reading;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/** Reads a reading by way of Jackson's tree and the JDK's own numbers: slow, and plain to see. */
public final class TreeReadings {
  private static final ObjectMapper LAST_COUNTS = mapper(StreamReadFeature.AUTO_CLOSE_SOURCE);
  private static final ObjectMapper NO_REPEATS =
      mapper(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  private TreeReadings() {}

  /** The reading of an object in which of fields of one name the last counts. */
  static Optional<HeatReading> lastCounts(byte[] json) {
    return read(LAST_COUNTS, json);
  }

  /** The reading of an object without fields of one name. */
  static Optional<HeatReading> withoutRepeats(byte[] json) {
    return read(NO_REPEATS, json);
  }

  private static Optional<HeatReading> read(ObjectMapper mapper, byte[] json) {
    try {
      JsonNode tree = mapper.readTree(json);
      return tree.isObject() ? Optional.ofNullable(reading(tree)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static HeatReading reading(JsonNode tree) {
    JsonNode sensorId = tree.path(HeatJson.SENSOR_ID);
    JsonNode timestamp = tree.path(HeatJson.TIMESTAMP);
    double seconds = timestamp.isNumber() ? timestamp.doubleValue() : Double.NaN;
    if (!sensorId.isIntegralNumber()
        || !sensorId.canConvertToLong()
        || !(seconds >= 0 && seconds <= HeatJson.MAX_EVENT_TIME_MILLIS / 1000.0)) {
      return null;
    }

    HeatReading.Builder reading =
        HeatReading.builder(sensorId.longValue(), Math.round(seconds * 1000.0));
    for (Measure measure : Measure.ALL) {
      JsonNode value = tree.path(measure.jsonName());
      if (value.isNumber() && Double.isFinite(value.doubleValue())) {
        reading.set(measure, value.doubleValue());
      } else if (!value.isNull() && !value.isMissingNode()) {
        return null;
      }
    }

    return reading.build();
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
