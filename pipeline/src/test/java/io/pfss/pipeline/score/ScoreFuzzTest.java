// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.soh.SohModel;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.influx.PointLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Inputs are records of topic heat. */
class ScoreFuzzTest {
  private static final ObjectMapper TREES = new ObjectMapper();
  private static final SohModel MODEL =
      Models.of(Path.of(System.getProperty("pfss.home"), "models", "heat-forest", "1").toString());
  private static final List<String> LABELS = SohState.ALL.stream().map(SohState::label).toList();

  @DictionaryFile(resourcePath = "heat.dict")
  @FuzzTest
  void eachReadingIsScoredAndCanBePublished(byte[] record) throws IOException {
    HeatReading reading;
    try {
      reading = HeatJson.read(record);
    } catch (InvalidReadingException e) {
      return;
    }

    ScoredReading scored =
        new ScoredReading(
            new ReceivedReading(reading, new SourceOffset(0, 0), 0),
            MODEL.score(reading),
            MODEL.version());
    JsonNode json = TREES.readTree(ScoreJson.write(scored));
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "sensor_id",
            "온도",
            "pf",
            "R_pf",
            "S_pf",
            "T_pf",
            "pred",
            "proba",
            "timestamp",
            "model",
            "risk_60m",
            "kvar_to_90",
            "risk_at");
    assertThat(json.get("sensor_id").longValue()).isEqualTo(reading.sensorId());
    for (String factor : List.of("pf", "R_pf", "S_pf", "T_pf")) {
      assertThat(json.get(factor).asDouble(0)).isBetween(-1.0, 1.0);
    }

    assertState(json, scored.score().state().isPresent());
    assertThat(PointLine.of(scored, 0))
        .matches("sensor_measurement,sensor_id=-?\\d+ latency_ms=-?\\d+i[^ \n]* \\d+");
  }

  private static void assertState(JsonNode json, boolean known) {
    if (!known) {
      assertThat(json.get("pred").isNull()).isTrue();
      assertThat(json.get("proba").isNull()).isTrue();
      return;
    }

    assertThat(json.get("pred").textValue()).isIn(LABELS);
    double sum = 0;
    for (JsonNode probability : json.get("proba")) {
      assertThat(probability.doubleValue()).isBetween(0.0, 1.0);
      sum += probability.doubleValue();
    }

    assertThat(sum).isCloseTo(1, within(1e-6));
  }
}
