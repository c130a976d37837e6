// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.driver.influx.InfluxRows;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The readings of some sensors in the last ten minutes, oldest first; at most the last 1,200 per
 * sensor, which is two per second.
 *
 * @param time of the query
 * @param readings rows by sensor
 */
record Series(Instant time, Map<Long, List<double[]>> readings) {
  /** The columns of a row, after the time in ms since the epoch. */
  static final List<String> COLUMNS = List.of("pf", "R_pf", "S_pf", "T_pf", "temperature", "state");

  /** Length of the series. */
  static final Duration SPAN = Duration.ofMinutes(10);

  private static final int MAX_READINGS = 1_200;

  /** Queries InfluxDB for the given sensors, at least one. */
  static Series of(InfluxRows influx, List<Long> sensors, Instant now)
      throws IOException, InterruptedException {
    String select =
        "SELECT "
            + COLUMNS.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "))
            + " FROM "
            + influx.table("sensor_measurement")
            + " WHERE "
            + LiveView.within(SPAN, now)
            + " AND ("
            + sensors.stream()
                .map(sensor -> "\"sensor_id\" = '" + sensor + "'")
                .collect(Collectors.joining(" OR "))
            + ") GROUP BY \"sensor_id\" ORDER BY time DESC LIMIT "
            + MAX_READINGS;
    Map<Long, List<double[]>> readings = new TreeMap<>();
    sensors.forEach(sensor -> readings.put(sensor, new ArrayList<>()));
    influx.read(
        select,
        (sensor, row) ->
            Objects.requireNonNull(readings.get(Long.valueOf(sensor)), sensor).add(row));
    readings.values().forEach(Collections::reverse);
    return new Series(now, readings);
  }

  /** Returns the readings column by column, as the charts need them. */
  ObjectNode json() {
    ObjectNode json = Json.answer(time).put("span", SPAN.toMillis());
    ArrayNode sensors = json.putArray("sensors");
    readings.forEach((sensor, rows) -> add(sensors, sensor, rows));
    return json;
  }

  private static void add(ArrayNode sensors, long sensor, List<double[]> rows) {
    Json.addColumns(sensors.addObject().put("id", Long.toString(sensor)), COLUMNS, rows);
  }
}
