// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.FacilityName;
import io.pfss.pipeline.outlook.OutlookJson;
import java.io.IOException;
import java.util.Optional;

/**
 * Writes and reads alerts as the JSON objects of topic {@code heat_alerts}: {@code kind}, {@code
 * sensor_id}, {@code plant_id}, {@code name}, {@code site}, {@code timestamp}, {@code state},
 * {@code previous}, {@code since}, {@code pf}, {@code state_since}, {@code at_risk}, {@code
 * risk_since}, and what to do as in topic {@code heat_risk}. Times are in seconds since the epoch;
 * states are labels. A field that does not apply is null.
 */
public final class AlertJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TYPICAL_BYTES = 512;
  private static final String STATE = "state";
  private static final String PREVIOUS = "previous";
  private static final String SINCE = "since";
  private static final String POWER_FACTOR = "pf";
  private static final String STATE_SINCE = "state_since";
  private static final String AT_RISK = "at_risk";
  private static final String RISK_SINCE = "risk_since";
  private static final double MILLIS = 1000.0;

  private AlertJson() {}

  /** Returns the JSON object of an alert, in UTF-8. */
  public static byte[] write(Alert alert, FacilityName names) {
    return HeatJson.object(
        TYPICAL_BYTES,
        json -> {
          json.writeStringField("kind", alert.kind().name());
          json.writeNumberField(HeatJson.SENSOR_ID, alert.sensorId());
          names.write(json);
          json.writeNumberField(HeatJson.TIMESTAMP, alert.timeMillis() / MILLIS);
          json.writeStringField(STATE, alert.state().map(SohState::label).orElse(null));
          json.writeStringField(PREVIOUS, alert.previous().map(SohState::label).orElse(null));
          json.writeNumberField(SINCE, alert.sinceMillis() / MILLIS);
          HeatJson.writeNumber(json, POWER_FACTOR, alert.powerFactor());
          writeTime(json, STATE_SINCE, alert.stateSinceMillis());
          json.writeBooleanField(AT_RISK, alert.isAtRisk());
          writeTime(json, RISK_SINCE, alert.riskSinceMillis());
          OutlookJson.writeAdvice(json, alert.outlook());
        });
  }

  private static void writeTime(JsonGenerator json, String name, long millis) throws IOException {
    HeatJson.writeNumber(json, name, millis == 0 ? Double.NaN : millis / MILLIS);
  }

  /**
   * Parses an alert without names, with what it says of its outlook; also one of a former version
   * without a power factor, a risk or the time since when they are. Returns empty if the bytes are
   * not an alert of PFSS.
   */
  public static Optional<Alert> read(byte[] value) {
    try {
      JsonNode json = JSON.readTree(value);
      if (!json.path(HeatJson.SENSOR_ID).isIntegralNumber()
          || !json.path(HeatJson.SENSOR_ID).canConvertToLong()
          || !json.path(HeatJson.TIMESTAMP).isNumber()
          || !json.path(SINCE).isNumber()) {
        return Optional.empty();
      }

      long sensorId = json.path(HeatJson.SENSOR_ID).asLong();
      AlertKind kind = AlertKind.valueOf(json.path("kind").asText());
      long timeMillis = millis(json.path(HeatJson.TIMESTAMP));
      long sinceMillis = millis(json.path(SINCE));
      boolean isAtRisk = json.path(AT_RISK).asBoolean();
      long atRiskSince = kind == AlertKind.RISK ? sinceMillis : timeMillis;
      return Optional.of(
          new Alert(
              kind,
              sensorId,
              timeMillis,
              state(json.path(STATE)),
              state(json.path(PREVIOUS)),
              sinceMillis,
              json.path(POWER_FACTOR).isNumber() ? json.path(POWER_FACTOR).asDouble() : Double.NaN,
              millis(json.path(STATE_SINCE), kind == AlertKind.STATE ? sinceMillis : 0),
              isAtRisk ? millis(json.path(RISK_SINCE), atRiskSince) : 0,
              OutlookJson.readAdvice(json, sensorId)));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static long millis(JsonNode seconds, long absent) {
    return seconds.isNumber() ? millis(seconds) : absent;
  }

  private static long millis(JsonNode seconds) {
    return Math.round(seconds.asDouble() * MILLIS);
  }

  private static Optional<SohState> state(JsonNode label) {
    if (label.isNull()) {
      return Optional.empty();
    }

    return Optional.of(
        SohState.find(label.asText())
            .orElseThrow(() -> new IllegalArgumentException("Unknown state: " + label)));
  }
}
