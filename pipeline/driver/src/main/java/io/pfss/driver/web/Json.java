// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds responses in JSON. */
final class Json {
  private static final String TYPE = "application/json";
  private static final int DECIMALS = 4;

  private Json() {}

  /** Returns the start of a response with data as of a time. */
  static ObjectNode answer(Instant time) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("influx", true)
        .put("time", time.toEpochMilli());
  }

  /** Returns the response of a job without InfluxDB. */
  static WebResponse withoutInflux() {
    return response(JsonNodeFactory.instance.objectNode().put("influx", false));
  }

  static WebResponse response(JsonNode answer) {
    return WebResponse.text(TYPE, answer.toString());
  }

  /** Adds rows column by column, as charts need them; a row begins with its time. */
  static void addColumns(ObjectNode json, List<String> columns, List<double[]> rows) {
    ArrayNode times = json.putArray("time");
    rows.forEach(row -> times.add((long) row[0]));
    for (int column = 1; column <= columns.size(); column++) {
      ArrayNode values = json.putArray(columns.get(column - 1));
      for (double[] row : rows) {
        values.add(rounded(row[column]));
      }
    }
  }

  /** A number with at most four decimals; null where there is none. */
  static @Nullable Double rounded(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue()
        : null;
  }
}
