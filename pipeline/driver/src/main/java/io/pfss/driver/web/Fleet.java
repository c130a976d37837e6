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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * The facilities in service: those that the catalog has or that have an alert, and those that sent
 * a reading in the last hour.
 *
 * @param time of the query
 * @param facilities worst first
 */
record Fleet(Instant time, List<FacilityView> facilities) {
  private static final int MAX_LISTED = 200;
  private static final int MAX_WORST = 20;
  private static final Comparator<String> NAMED_FIRST =
      Comparator.comparing(String::isEmpty).thenComparing(Comparator.naturalOrder());

  private static final int MAX_NAMED = 400;
  private static final Duration SPAN = Duration.ofHours(1);

  /**
   * Queries InfluxDB.
   *
   * @param facts what else is known
   */
  static Fleet of(InfluxRows influx, FacilityFacts facts, Instant now)
      throws IOException, InterruptedException {
    Map<Long, LatestReading> readings = new HashMap<>();
    // latency_ms is in every point, so a reading without other values counts too.
    String select =
        "SELECT \"temperature\", \"pf\", \"R_pf\", \"S_pf\", \"T_pf\", \"state\","
            + " \"risk_60m\", \"kvar_to_90\", \"latency_ms\""
            + " FROM "
            + influx.table("sensor_measurement")
            + " WHERE "
            + LiveView.within(SPAN, now)
            + " GROUP BY \"sensor_id\" ORDER BY time DESC LIMIT 1";
    influx.read(
        select,
        (sensor, values) -> {
          LatestReading reading = latest(Long.parseLong(sensor), values);
          readings.put(reading.sensorId(), reading);
        });
    return of(readings, facts, now);
  }

  static Fleet of(Map<Long, LatestReading> readings, FacilityFacts facts, Instant now) {
    Set<Long> sensors = new HashSet<>(readings.keySet());
    sensors.addAll(facts.sensors());
    return new Fleet(
        now,
        sensors.stream()
            .filter(facts::isInService)
            .map(sensor -> FacilityView.of(sensor, facts, readings.get(sensor)))
            .sorted(FacilityView.WORST_FIRST)
            .toList());
  }

  /**
   * Returns the counts by state, the list of the worst facilities, and the chosen ones.
   *
   * @param search text that the listed ids begin with, or their names contain
   * @param chosen ids to return in addition to the list
   */
  ObjectNode json(String search, List<Long> chosen) {
    List<FacilityView> found = facilities.stream().filter(each -> each.matches(search)).toList();
    ObjectNode json = counted();
    json.put("found", found.size());
    ArrayNode listed = json.putArray("sensors");
    found.stream().limit(MAX_LISTED).forEach(each -> each.addTo(listed.addObject()));
    ArrayNode shown = json.putArray("chosen");
    facilities.stream()
        .filter(each -> chosen.contains(each.reading().sensorId()))
        .forEach(each -> each.addTo(shown.addObject()));
    return json;
  }

  /**
   * Returns the counts by state, the list of the worst facilities, and the state of each facility:
   * by site, and there by sensor, so that a facility keeps its place.
   *
   * @param sites of the facilities; empty text if unknown
   */
  ObjectNode wall(LongFunction<String> sites) {
    ObjectNode json = counted();
    ArrayNode worst = json.putArray("worst");
    facilities.stream()
        .filter(each -> !each.state().equals(SohState.NORMAL.word()))
        .limit(MAX_WORST)
        .forEach(each -> each.addTo(worst.addObject()));
    TreeMap<String, List<FacilityView>> bySite =
        facilities.stream()
            .collect(
                Collectors.groupingBy(
                    each -> sites.apply(each.reading().sensorId()),
                    () -> new TreeMap<>(NAMED_FIRST),
                    Collectors.toList()));
    ArrayNode fields = json.putArray("sites");
    bySite.forEach((site, each) -> addField(fields.addObject().put("name", site), each));
    return json;
  }

  /** A digit for each state, as there may be 10,000 facilities; names only if there is room. */
  private void addField(ObjectNode json, List<FacilityView> field) {
    ArrayNode ids = json.putArray("ids");
    StringBuilder states = new StringBuilder();
    ArrayNode names = json.putArray("names");
    field.stream()
        .sorted(Comparator.comparingLong(each -> each.reading().sensorId()))
        .forEach(
            each -> {
              ids.add(Long.toString(each.reading().sensorId()));
              states.append(FacilityView.STATES.indexOf(each.state()));
              if (facilities.size() <= MAX_NAMED) {
                names.add(each.name());
              }
            });
    json.put("states", states.toString());
  }

  private ObjectNode counted() {
    ObjectNode json =
        Json.answer(time).put("total", facilities.size()).put("newest", newestMillis());
    ObjectNode counts = json.putObject("counts");
    FacilityView.STATES.forEach(
        state ->
            counts.put(
                state, facilities.stream().filter(each -> each.state().equals(state)).count()));
    return json;
  }

  /** Returns a facility; empty if nothing is known of it. */
  Optional<FacilityView> find(long sensor) {
    return facilities.stream().filter(each -> each.reading().sensorId() == sensor).findFirst();
  }

  /** Returns the time of the newest reading, in ms since the epoch; 0 without readings. */
  long newestMillis() {
    return facilities.stream().mapToLong(each -> each.reading().eventTimeMillis()).max().orElse(0);
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
