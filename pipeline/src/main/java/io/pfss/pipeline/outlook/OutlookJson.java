// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.outlook;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pfss.models.facility.RiskInput;
import io.pfss.models.reading.HeatJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes outlooks as the JSON objects of topic {@code heat_risk}. Unknown values are null. */
public final class OutlookJson {
  static final String RISK = "risk_60m";
  static final String STATE = "state_hour";
  static final String KVAR_TO_90 = "kvar_to_90";

  private static final int TYPICAL_BYTES = 512;

  private OutlookJson() {}

  /** Returns the JSON object of an outlook, in UTF-8. */
  public static byte[] write(Outlook outlook) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
    try (JsonGenerator json = HeatJson.FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeNumberField(HeatJson.SENSOR_ID, outlook.sensorId());
      json.writeNumberField(HeatJson.TIMESTAMP, outlook.timeMillis() / 1000.0);
      number(json, "pf_hour", outlook.powerFactor());
      text(json, STATE, outlook.state());
      writeAdvice(json, outlook);
      text(json, "model", outlook.model());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("A byte array cannot be written", e);
    }

    return bytes.toByteArray();
  }

  /** Writes the risk, why, and what to do: the fields that alerts have too. */
  public static void writeAdvice(JsonGenerator json, Outlook outlook) throws IOException {
    number(json, RISK, outlook.risk());
    json.writeArrayFieldStart("why");
    for (RiskInput input : outlook.why()) {
      json.writeStartObject();
      json.writeStringField("ko", input.korean());
      json.writeStringField("en", input.english());
      json.writeEndObject();
    }

    json.writeEndArray();
    number(json, KVAR_TO_90, outlook.kvarTo90());
    number(json, "kvar_to_95", outlook.kvarTo95());
    number(json, "usual_kvar_to_90", outlook.usualKvarTo90());
    number(json, "surcharge_percent", outlook.surcharge());
    text(json, "worst_phase", outlook.worstPhase());
  }

  private static void number(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, value);
    } else {
      json.writeNullField(name);
    }
  }

  private static void text(JsonGenerator json, String name, String value) throws IOException {
    json.writeStringField(name, value.isEmpty() ? null : value);
  }
}
