// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.outlook;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.facility.RiskInput;
import io.pfss.models.reading.HeatJson;
import io.pfss.pipeline.element.FacilityName;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Writes outlooks as the JSON objects of topic {@code heat_risk}, and reads what alerts have of
 * them. Unknown values are null.
 */
public final class OutlookJson {
  /** The field of the risk, also in {@code heat_pf} and InfluxDB. */
  public static final String RISK = "risk_60m";

  /** The field of the reactive power to compensate, also in {@code heat_pf} and InfluxDB. */
  public static final String KVAR_TO_90 = "kvar_to_90";

  static final String STATE = "state_hour";

  private static final String WHY = "why";
  private static final String KOREAN = "ko";
  private static final String ENGLISH = "en";
  private static final String KVAR_TO_95 = "kvar_to_95";
  private static final String USUAL_KVAR_TO_90 = "usual_kvar_to_90";
  private static final String SURCHARGE = "surcharge_percent";
  private static final String WORST_PHASE = "worst_phase";

  private static final int TYPICAL_BYTES = 512;
  private static final ObjectMapper JSON = new ObjectMapper();

  private OutlookJson() {}

  /** Returns the JSON object of an outlook, in UTF-8. */
  public static byte[] write(Outlook outlook, FacilityName names) {
    return HeatJson.object(
        TYPICAL_BYTES,
        json -> {
          json.writeNumberField(HeatJson.SENSOR_ID, outlook.sensorId());
          names.write(json);
          json.writeNumberField(HeatJson.TIMESTAMP, outlook.timeMillis() / 1000.0);
          HeatJson.writeNumber(json, "pf_hour", outlook.powerFactor());
          text(json, STATE, outlook.state());
          writeAdvice(json, outlook);
          text(json, "model", outlook.model());
        });
  }

  /** Returns an outlook's JSON object; empty if the bytes are none of PFSS. */
  public static Optional<JsonNode> read(byte[] json) {
    try {
      return Optional.of(JSON.readTree(json))
          .filter(each -> each.path(HeatJson.SENSOR_ID).isIntegralNumber());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the bytes if they are an outlook's JSON object. */
  public static Optional<byte[]> checked(byte[] json) {
    return read(json).map(any -> json);
  }

  /** Writes the risk, why, and what to do: the fields that alerts have too. */
  public static void writeAdvice(JsonGenerator json, Outlook outlook) throws IOException {
    HeatJson.writeNumber(json, RISK, outlook.risk());
    json.writeArrayFieldStart(WHY);
    for (RiskInput input : outlook.why()) {
      json.writeStartObject();
      json.writeStringField(KOREAN, input.korean());
      json.writeStringField(ENGLISH, input.english());
      json.writeEndObject();
    }

    json.writeEndArray();
    HeatJson.writeNumber(json, KVAR_TO_90, outlook.kvarTo90());
    HeatJson.writeNumber(json, KVAR_TO_95, outlook.kvarTo95());
    HeatJson.writeNumber(json, USUAL_KVAR_TO_90, outlook.usualKvarTo90());
    HeatJson.writeNumber(json, SURCHARGE, outlook.surcharge());
    text(json, WORST_PHASE, outlook.worstPhase());
  }

  /** Reads what {@link #writeAdvice} wrote, into an outlook of which nothing else is known. */
  public static Outlook readAdvice(JsonNode json, long sensorId) {
    return new Outlook(
        sensorId,
        0,
        Double.NaN,
        "",
        number(json, RISK),
        StreamSupport.stream(json.path(WHY).spliterator(), false)
            .flatMap(
                each ->
                    RiskInput.ALL.stream()
                        .filter(input -> input.english().equals(each.path(ENGLISH).asText()))
                        .limit(1))
            .toList(),
        number(json, KVAR_TO_90),
        number(json, KVAR_TO_95),
        number(json, USUAL_KVAR_TO_90),
        number(json, SURCHARGE),
        json.path(WORST_PHASE).isTextual() ? json.path(WORST_PHASE).asText() : "",
        "");
  }

  private static double number(JsonNode json, String name) {
    double value = json.path(name).asDouble(Double.NaN);
    return Double.isFinite(value) ? value : Double.NaN;
  }

  private static void text(JsonGenerator json, String name, String value) throws IOException {
    json.writeStringField(name, value.isEmpty() ? null : value);
  }
}
