// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects each measured value of all samples, and computes its trend. */
final class SoakSeries {
  /** The name of a sample's time, in min since the start. */
  static final String MINUTE = "minute";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double EDGE_MINUTES = 10;
  private static final double MINUTES_PER_HOUR = 60;

  private final Map<String, List<Value>> figures = new LinkedHashMap<>();
  private double lastMinute;

  /** Adds the numbers of a sample. */
  void add(ObjectNode sample) {
    lastMinute = sample.get(MINUTE).asDouble();
    for (Map.Entry<String, JsonNode> field : sample.properties()) {
      if (field.getValue().isNumber() && !field.getKey().equals(MINUTE)) {
        figures
            .computeIfAbsent(field.getKey(), any -> new ArrayList<>())
            .add(new Value(lastMinute, field.getValue().asDouble()));
      }
    }
  }

  /**
   * Returns for each value the means of the first and of the last 10 minutes, and the slopes by
   * least squares: of all samples, and of those after the first 10 minutes, in which the JIT
   * compiles.
   */
  ObjectNode summary() {
    ObjectNode summary = JSON.createObjectNode();
    figures.forEach(
        (name, values) -> {
          List<Value> settled =
              values.stream().filter(value -> value.minute() > EDGE_MINUTES).toList();
          ObjectNode figure = summary.putObject(name);
          put(figure, "first_10m_mean", mean(values, 0, EDGE_MINUTES));
          put(figure, "last_10m_mean", mean(values, lastMinute - EDGE_MINUTES, lastMinute));
          put(figure, "slope_per_hour", slopePerHour(values));
          put(figure, "settled_slope_per_hour", slopePerHour(settled));
        });
    return summary;
  }

  private static double mean(List<Value> values, double after, double until) {
    return values.stream()
        .filter(value -> value.minute() > after && value.minute() <= until)
        .mapToDouble(Value::value)
        .average()
        .orElse(Double.NaN);
  }

  /** Returns the slope by least squares; NaN for fewer than two samples. */
  private static double slopePerHour(List<Value> values) {
    double meanMinute = values.stream().mapToDouble(Value::minute).average().orElse(Double.NaN);
    double meanValue = values.stream().mapToDouble(Value::value).average().orElse(Double.NaN);
    double products = 0;
    double squares = 0;
    for (Value each : values) {
      products += (each.minute() - meanMinute) * (each.value() - meanValue);
      squares += (each.minute() - meanMinute) * (each.minute() - meanMinute);
    }

    return products / squares * MINUTES_PER_HOUR;
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, Math.round(value * 100) / 100.0);
    }
  }

  /** A value of a sample. */
  private record Value(double minute, double value) {}
}
