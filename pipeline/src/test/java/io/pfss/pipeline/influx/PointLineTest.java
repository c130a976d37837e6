// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.score.Scores;
import org.junit.jupiter.api.Test;

class PointLineTest {
  @Test
  void pointHasTheContractsTagFieldsAndTime() {
    assertThat(PointLine.of(Scores.warning(1_700_000_000_250L, 1), 1_700_000_000_750L))
        .isEqualTo(
            "sensor_measurement,sensor_id=7 latency_ms=500i,temperature=31.5,pf=0.6,R_pf=0.6,"
                + "risk_60m=0.4,kvar_to_90=12.5,pred=\"경고\",state=2i 1700000000250");
  }

  @Test
  void unknownValuesAreOmitted() {
    assertThat(PointLine.of(Scores.empty(1_000, 1), 1_000))
        .isEqualTo("sensor_measurement,sensor_id=7 latency_ms=0i 1000");
  }
}
