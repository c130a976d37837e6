// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class SoakSeriesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void computesMeansAndSlopesOfEachValue() {
    SoakSeries series = new SoakSeries();
    for (int minute = 1; minute <= 30; minute++) {
      series.add(sample(minute).put("growing", 2 * minute).put("settling", Math.max(10, minute)));
    }

    ObjectNode summary = series.summary();

    assertThat(summary.get("growing"))
        .hasToString(
            "{\"first_10m_mean\":11.0,\"last_10m_mean\":51.0,"
                + "\"slope_per_hour\":120.0,\"settled_slope_per_hour\":120.0}");
    assertThat(summary.get("settling").get("settled_slope_per_hour").asDouble()).isEqualTo(60);
    assertThat(summary.get("settling").get("slope_per_hour").asDouble()).isLessThan(60);
  }

  @Test
  void ignoresValuesMissingInASample() {
    SoakSeries series = new SoakSeries();
    series.add(sample(1).put("a", 4).put("incomplete", "why"));
    series.add(sample(2));
    series.add(sample(3).put("a", 4));

    assertThat(series.summary())
        .hasToString(
            "{\"a\":{\"first_10m_mean\":4.0,\"last_10m_mean\":4.0,\"slope_per_hour\":0.0}}");
  }

  private static ObjectNode sample(int minute) {
    return JSON.createObjectNode().put(SoakSeries.MINUTE, minute);
  }
}
