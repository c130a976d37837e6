// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.driver.web.LatestReading;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatestReadingTest {
  @Test
  void readsAllFields() throws IOException {
    assertThat(
            LatestReading.read(
                SinkRecords.DEFAULT.score(0, 0, 7, 1_795_000_000_123L, "\"주의\"").value()))
        .isEqualTo(
            new LatestReading(
                7,
                1_795_000_000_123L,
                21.5,
                new PowerFactors(0.9, 0.91, Double.NaN, -0.93),
                Optional.of(SohState.CAUTION),
                0.25,
                12.5));
  }

  @Test
  void readsAScoreWithoutState() throws IOException {
    assertThat(LatestReading.read(SinkRecords.bytes("{\"sensor_id\":1,\"timestamp\":2.5}")))
        .isEqualTo(
            new LatestReading(
                1,
                2_500,
                Double.NaN,
                new PowerFactors(Double.NaN, Double.NaN, Double.NaN, Double.NaN),
                Optional.empty(),
                Double.NaN,
                Double.NaN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"sensor_id\":1}",
        "{\"timestamp\":1}",
        "{\"sensor_id\":1,\"timestamp\":1",
        "{\"sensor_id\":\"one\",\"timestamp\":1}",
        "{\"sensor_id\":1,\"timestamp\":1,\"pred\":\"normal\"}",
        "{\"sensor_id\":1,\"timestamp\":1,\"pred\":{}}",
        "{\"sensor_id\":1,\"timestamp\":1,\"pf\":[0.5]}",
      })
  void rejectsInvalidScores(String json) {
    assertThatThrownBy(() -> LatestReading.read(SinkRecords.bytes(json)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void rejectsARecordWithoutValue() {
    assertThatThrownBy(() -> LatestReading.read(null)).isInstanceOf(IOException.class);
  }
}
