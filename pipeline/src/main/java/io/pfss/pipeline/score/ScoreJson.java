// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.LatestOutlook;
import io.pfss.pipeline.element.ScoredReading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
    try (JsonGenerator json = HeatJson.FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
      HeatReading reading = scored.received().reading();
      SohScore score = scored.score();
      PowerFactors powerFactors = score.powerFactors();
      json.writeStartObject();
      json.writeNumberField(HeatJson.SENSOR_ID, reading.sensorId());
      number(json, Measure.TEMPERATURE.jsonName(), score.temperature());
      number(json, "pf", powerFactors.average());
      number(json, "R_pf", powerFactors.r());
      number(json, "S_pf", powerFactors.s());
      number(json, "T_pf", powerFactors.t());
      state(json, score);
      json.writeNumberField(HeatJson.TIMESTAMP, reading.eventTimeMillis() / 1000.0);
      json.writeStringField("model", scored.model());
      LatestOutlook outlook = scored.outlook();
      number(json, "risk_60m", outlook.risk());
      number(json, "kvar_to_90", outlook.kvarTo90());
      number(json, "risk_at", outlook.isKnown() ? outlook.atMillis() / 1000.0 : Double.NaN);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("A byte array cannot be written", e);
    }

    return bytes.toByteArray();
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

  private static void number(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isNaN(value)) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, value);
    }
  }
}
