// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.util.Optional;

/**
 * The latest reading of a sensor, by event time.
 *
 * @param sensorId of the sensor
 * @param eventTimeMillis of its last reading, in ms since the epoch
 * @param temperature in °C; {@code NaN} if absent
 * @param powerFactors of its last reading; {@code NaN} where absent
 * @param state empty if the model could not score the reading
 * @param risk probability that the facility reaches 경고 within 60 minutes; {@code NaN} if unknown
 * @param kvarTo90 reactive power to compensate, kvar; {@code NaN} if unknown
 */
public record LatestReading(
    long sensorId,
    long eventTimeMillis,
    double temperature,
    PowerFactors powerFactors,
    Optional<SohState> state,
    double risk,
    double kvarTo90) {

  private static final ObjectMapper JSON = new ObjectMapper(HeatJson.FACTORY);

  /**
   * Parses a record of {@code heat_pf}.
   *
   * @throws IOException if the record is not a JSON object with the topic's fields
   */
  public static LatestReading read(byte[] score) throws IOException {
    if (score == null) {
      throw new IOException("The record has no value");
    }

    JsonNode fields = JSON.readTree(score);
    JsonNode sensor = fields.path(HeatJson.SENSOR_ID);
    JsonNode time = fields.path(HeatJson.TIMESTAMP);
    if (!sensor.isIntegralNumber() || !time.isNumber()) {
      throw new IOException("sensor_id or timestamp is missing");
    }

    return new LatestReading(
        sensor.longValue(),
        Math.round(time.doubleValue() * 1000.0),
        number(fields, Measure.TEMPERATURE.jsonName()),
        new PowerFactors(
            number(fields, "pf"),
            number(fields, "R_pf"),
            number(fields, "S_pf"),
            number(fields, "T_pf")),
        state(fields.path("pred")),
        number(fields, "risk_60m"),
        number(fields, "kvar_to_90"));
  }

  private static double number(JsonNode fields, String name) throws IOException {
    JsonNode value = fields.path(name);
    if (value.isNumber() || value.isNull() || value.isMissingNode()) {
      return value.isNumber() ? value.doubleValue() : Double.NaN;
    }

    throw new IOException(name + " is not a number: " + value);
  }

  private static Optional<SohState> state(JsonNode pred) throws IOException {
    if (pred.isNull() || pred.isMissingNode()) {
      return Optional.empty();
    }

    return Optional.of(
        SohState.find(pred.textValue())
            .orElseThrow(() -> new IOException("pred is not 정상, 주의 or 경고: " + pred)));
  }
}
