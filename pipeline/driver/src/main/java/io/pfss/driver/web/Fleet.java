// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.driver.influx.InfluxRows;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last reading of each sensor that sent one in the last hour.
 *
 * @param time of the query
 * @param sensors the last readings, worst first
 */
record Fleet(Instant time, List<LatestReading> sensors) {
  private static final int MAX_LISTED = 200;
  private static final Duration SPAN = Duration.ofHours(1);

  /** Queries InfluxDB. */
  static Fleet of(InfluxRows influx, Instant now) throws IOException, InterruptedException {
    List<LatestReading> sensors = new ArrayList<>();
    // latency_ms is in every point, so a reading without other values counts too.
    String select =
        "SELECT \"temperature\", \"pf\", \"R_pf\", \"S_pf\", \"T_pf\", \"state\","
            + " \"risk_60m\", \"kvar_to_90\", \"latency_ms\""
            + " FROM "
            + influx.table("sensor_measurement")
            + " WHERE "
            + LiveView.within(SPAN, now)
            + " GROUP BY \"sensor_id\" ORDER BY time DESC LIMIT 1";
    influx.read(select, (sensor, values) -> sensors.add(latest(Long.parseLong(sensor), values)));
    sensors.sort(LatestReading.WORST_FIRST);
    return new Fleet(now, List.copyOf(sensors));
  }

  /**
   * Returns the counts by state, the list of the worst facilities, and the chosen ones.
   *
   * @param search digits that the listed ids start with
   * @param chosen ids to return in addition to the list
   */
  ObjectNode json(String search, List<Long> chosen) {
    List<LatestReading> found =
        sensors.stream()
            .filter(sensor -> Long.toString(sensor.sensorId()).startsWith(search))
            .toList();
    ObjectNode json = Json.answer(time).put("total", sensors.size()).put("newest", newestMillis());
    ObjectNode counts = json.putObject("counts");
    SohState.ALL.forEach(state -> counts.put(state.word(), count(Optional.of(state))));
    counts.put("unknown", count(Optional.empty()));
    json.put("found", found.size());
    ArrayNode listed = json.putArray("sensors");
    found.stream().limit(MAX_LISTED).forEach(sensor -> add(listed, sensor));
    ArrayNode shown = json.putArray("chosen");
    sensors.stream()
        .filter(sensor -> chosen.contains(sensor.sensorId()))
        .forEach(sensor -> add(shown, sensor));
    return json;
  }

  /** Returns the time of the newest reading, in ms since the epoch; 0 without readings. */
  long newestMillis() {
    return sensors.stream().mapToLong(LatestReading::eventTimeMillis).max().orElse(0);
  }

  private long count(Optional<SohState> state) {
    return sensors.stream().filter(sensor -> sensor.state().equals(state)).count();
  }

  private static void add(ArrayNode json, LatestReading sensor) {
    json.addObject()
        // As text, because a number in a browser has only 53 bits.
        .put("id", Long.toString(sensor.sensorId()))
        .put("time", sensor.eventTimeMillis())
        .put("state", sensor.state().map(SohState::word).orElse("unknown"))
        .put("pf", Json.rounded(sensor.powerFactors().average()))
        .put("temperature", Json.rounded(sensor.temperature()))
        .put("risk", Json.rounded(sensor.risk()))
        .put("kvar", Json.rounded(sensor.kvarTo90()));
  }

  private static LatestReading latest(long sensor, double[] values) {
    return new LatestReading(
        sensor,
        (long) values[0],
        values[1],
        new PowerFactors(values[2], values[3], values[4], values[5]),
        state(values[6]),
        values[7],
        values[8]);
  }

  private static Optional<SohState> state(double value) {
    return Double.isNaN(value) ? Optional.empty() : Optional.of(SohState.ALL.get((int) value));
  }
}
