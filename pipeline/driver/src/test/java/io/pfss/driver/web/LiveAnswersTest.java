// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveAnswersTest {
  private static final Instant NOW = Instant.ofEpochMilli(9_000);

  @Test
  void returnsTheFleet() {
    PowerFactors factors = new PowerFactors(0.912345, 0.9, 0.9, 0.9);
    Fleet fleet =
        new Fleet(
            NOW,
            List.of(
                new LatestReading(
                    17, 8_000, 20.5, factors, Optional.of(SohState.CAUTION), 0.25, 12.5),
                new LatestReading(
                    2, 7_000, Double.NaN, factors, Optional.empty(), Double.NaN, Double.NaN)));

    assertThat(fleet.json("1", List.of(2L)).toString())
        .isEqualTo(
            "{\"influx\":true,\"time\":9000,\"total\":2,\"newest\":8000,"
                + "\"counts\":{\"normal\":0,\"caution\":1,\"warning\":0,\"unknown\":1},\"found\":1,"
                + "\"sensors\":[{\"id\":\"17\",\"time\":8000,\"state\":\"caution\","
                + "\"pf\":0.9123,\"temperature\":20.5,\"risk\":0.25,\"kvar\":12.5}],"
                + "\"chosen\":[{\"id\":\"2\",\"time\":7000,\"state\":\"unknown\","
                + "\"pf\":0.9123,\"temperature\":null,\"risk\":null,\"kvar\":null}]}");
  }

  @Test
  void returnsASeriesColumnByColumn() {
    Map<Long, List<double[]>> readings =
        Map.of(17L, List.of(new double[] {8_000, 0.9, 0.8, 0.7, 0.6, Double.NaN, 2}));

    assertThat(new Series(NOW, readings).json().toString())
        .isEqualTo(
            "{\"influx\":true,\"time\":9000,\"span\":600000,\"sensors\":[{\"id\":\"17\","
                + "\"time\":[8000],\"pf\":[0.9],\"R_pf\":[0.8],\"S_pf\":[0.7],\"T_pf\":[0.6],"
                + "\"temperature\":[null],\"state\":[2.0]}]}");
  }
}
