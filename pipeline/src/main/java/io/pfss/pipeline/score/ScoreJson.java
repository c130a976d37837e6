// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.LatestOutlook;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.outlook.OutlookJson;
import java.io.IOException;
import java.util.Optional;

/**
 * Writes scores as the JSON objects of topic {@code heat_pf}. An unknown value is null, never
 * absent, so that consumers find every field in every record.
 */
public final class ScoreJson {
  private static final int TYPICAL_BYTES = 256;

  private ScoreJson() {}

  /** Returns the JSON object of a scored reading, in UTF-8. */
  public static byte[] write(ScoredReading scored) {
    return HeatJson.object(TYPICAL_BYTES, json -> writeFields(json, scored));
  }

  private static void writeFields(JsonGenerator json, ScoredReading scored) throws IOException {
    HeatReading reading = scored.received().reading();
    SohScore score = scored.score();
    PowerFactors powerFactors = score.powerFactors();
    json.writeNumberField(HeatJson.SENSOR_ID, reading.sensorId());
    HeatJson.writeNumber(json, Measure.TEMPERATURE.jsonName(), score.temperature());
    HeatJson.writeNumber(json, "pf", powerFactors.average());
    HeatJson.writeNumber(json, "R_pf", powerFactors.r());
    HeatJson.writeNumber(json, "S_pf", powerFactors.s());
    HeatJson.writeNumber(json, "T_pf", powerFactors.t());
    state(json, score);
    json.writeNumberField(HeatJson.TIMESTAMP, reading.eventTimeMillis() / 1000.0);
    json.writeStringField("model", scored.model());
    LatestOutlook outlook = scored.outlook();
    HeatJson.writeNumber(json, OutlookJson.RISK, outlook.risk());
    HeatJson.writeNumber(json, OutlookJson.KVAR_TO_90, outlook.kvarTo90());
    HeatJson.writeNumber(
        json, "risk_at", outlook.isKnown() ? outlook.atMillis() / 1000.0 : Double.NaN);
  }

  private static void state(JsonGenerator json, SohScore score) throws IOException {
    Optional<SohState> state = score.state();
    if (state.isEmpty()) {
      json.writeNullField("pred");
      json.writeNullField("proba");
      return;
    }

    json.writeStringField("pred", state.get().label());
    json.writeArrayFieldStart("proba");
    for (SohState each : SohState.ALL) {
      json.writeNumber(score.probability(each));
    }

    json.writeEndArray();
  }
}
