// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.driver.influx.InfluxRows;
import io.pfss.models.facility.FacilityState;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.PowerFactors;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A facility over a span of time: what InfluxDB has of it, and what the warehouse has.
 *
 * @param asked facility and span
 * @param time of the query
 * @param recent InfluxDB's rows, as those of {@link Means}
 */
record FacilityHistory(FacilitySpan asked, Instant time, List<double[]> recent) {
  private static final Logger LOG = LoggerFactory.getLogger(FacilityHistory.class);

  private static final double KILO = 1000;

  /** InfluxDB's columns, which begin as those of {@link Means}. */
  private static final List<String> COLUMNS = Means.COLUMNS.subList(0, 5);

  /** Queries InfluxDB. */
  static FacilityHistory of(InfluxRows influx, FacilitySpan asked, Instant now)
      throws IOException, InterruptedException {
    List<double[]> rows = new ArrayList<>();
    influx.read(
        "SELECT "
            + COLUMNS.stream()
                .map(name -> "MEAN(\"" + name + "\")")
                .collect(Collectors.joining(", "))
            + " FROM "
            + influx.table("sensor_measurement")
            + " WHERE "
            + LiveView.within(asked.span().length(), now)
            + " AND \"sensor_id\" = '"
            + asked.sensorId()
            + "' GROUP BY time("
            + asked.span().interval().toMillis()
            + "ms) fill(none)",
        (tag, row) -> rows.add(row));
    return new FacilityHistory(asked, now, rows);
  }

  /**
   * Returns the rows and what the warehouse has.
   *
   * @param warehouse empty if the job has no catalog
   */
  ObjectNode json(Optional<WarehouseHistory> warehouse) {
    ObjectNode json =
        Json.answer(time)
            .put("span", asked.span().length().toMillis())
            .put("interval", asked.span().interval().toMillis());
    Json.addColumns(json.putObject("recent"), COLUMNS, recent);
    ObjectNode stored = json.putObject("stored");
    if (warehouse.isEmpty()) {
      stored.put("state", "none");
      return json;
    }

    try {
      Optional<WarehouseHistory.Found> found = warehouse.get().find(asked);
      stored.put("state", found.isPresent() ? "read" : "pending");
      found.ifPresent(each -> add(stored, each));
    } catch (IOException e) {
      LOG.warn(
          "History of a facility not available sensor={} error={}", asked.sensorId(), e.toString());
      stored.put("state", "failed");
    }

    return json;
  }

  private static void add(ObjectNode json, WarehouseHistory.Found found) {
    json.put("share", found.share());
    Json.addColumns(json, Means.COLUMNS, found.means().rows());
    found.newest().ifPresent(newest -> add(json.putObject("reading"), newest));
  }

  private static void add(ObjectNode json, HeatReading reading) {
    json.put("at", reading.eventTimeMillis())
        .put("imbalance", Json.rounded(Means.imbalance(reading)));
    ArrayNode phases = json.putArray("phases");
    addPhase(phases, "R", reading, Measure.R_ACTIVE_POWER, Measure.R_REACTIVE_POWER);
    addPhase(phases, "S", reading, Measure.S_ACTIVE_POWER, Measure.S_REACTIVE_POWER);
    addPhase(phases, "T", reading, Measure.T_ACTIVE_POWER, Measure.T_REACTIVE_POWER);
    ArrayNode measures = json.putArray("measures");
    for (Measure measure : Measure.ALL) {
      measures
          .addObject()
          .put("ko", measure.jsonName())
          .put("column", measure.column())
          .put("unit", measure.unit())
          .put("value", Json.rounded(reading.value(measure)));
    }
  }

  private static void addPhase(
      ArrayNode json, String name, HeatReading reading, Measure active, Measure reactive) {
    double watts = reading.value(active);
    double vars = reading.value(reactive);
    json.addObject()
        .put("phase", name)
        .put("pf", Json.rounded(PowerFactors.powerFactor(watts, vars)))
        .put("kilowatt", Json.rounded(watts / KILO))
        .put("kvar", Json.rounded(vars / KILO))
        .put("to90", Json.rounded(FacilityState.compensation(watts, vars, 0.9) / KILO))
        .put("to95", Json.rounded(FacilityState.compensation(watts, vars, 0.95) / KILO));
  }
}
