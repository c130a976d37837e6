// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void spreadsSensorsOverTheInterval() {
    Pace pace = Pace.every(Duration.ofSeconds(5), 5);

    for (long number = 0; number < 20; number++) {
      assertThat(pace.sensorOf(number)).isEqualTo((int) (number % 5));
      assertThat(pace.dueNanos(number)).isEqualTo(number * SECOND);
    }
  }

  @Test
  void rateIsTotalOfAllSensors() {
    Pace pace = Pace.atRate(100_000, 1_000);

    assertThat(pace.dueNanos(100_000)).isEqualTo(SECOND);
    assertThat(pace.dueNanos(6_000_000)).isEqualTo(60 * SECOND);
  }

  @Test
  void rejectsImpossiblePaces() {
    assertThatThrownBy(() -> Pace.atRate(100_000, 5)).hasMessageContaining("more than 5 sensors");
    assertThatThrownBy(() -> Pace.atRate(-1, 5)).hasMessageContaining("-1");
    assertThatThrownBy(() -> Pace.every(Duration.ofSeconds(1), 0))
        .hasMessageContaining("at least 1, not 0");
  }
}
