// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.outlook;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pfss.models.facility.RiskInput;
import io.pfss.models.reading.HeatJson;
import io.pfss.pipeline.element.FacilityName;
import java.io.IOException;

/** Writes outlooks as the JSON objects of topic {@code heat_risk}. Unknown values are null. */
public final class OutlookJson {
  /** The field of the risk, also in {@code heat_pf} and InfluxDB. */
  public static final String RISK = "risk_60m";

  /** The field of the reactive power to compensate, also in {@code heat_pf} and InfluxDB. */
  public static final String KVAR_TO_90 = "kvar_to_90";

  static final String STATE = "state_hour";

  private static final int TYPICAL_BYTES = 512;

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

  /** Writes the risk, why, and what to do: the fields that alerts have too. */
  public static void writeAdvice(JsonGenerator json, Outlook outlook) throws IOException {
    HeatJson.writeNumber(json, RISK, outlook.risk());
    json.writeArrayFieldStart("why");
    for (RiskInput input : outlook.why()) {
      json.writeStartObject();
      json.writeStringField("ko", input.korean());
      json.writeStringField("en", input.english());
      json.writeEndObject();
    }

    json.writeEndArray();
    HeatJson.writeNumber(json, KVAR_TO_90, outlook.kvarTo90());
    HeatJson.writeNumber(json, "kvar_to_95", outlook.kvarTo95());
    HeatJson.writeNumber(json, "usual_kvar_to_90", outlook.usualKvarTo90());
    HeatJson.writeNumber(json, "surcharge_percent", outlook.surcharge());
    text(json, "worst_phase", outlook.worstPhase());
  }

  private static void text(JsonGenerator json, String name, String value) throws IOException {
    json.writeStringField(name, value.isEmpty() ? null : value);
  }
}
