// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.driver.web.HealthCheck;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemdWatchdogTest {
  /** While Kafka or InfluxDB is away a restart would only add to the trouble. */
  @ParameterizedTest
  @CsvSource({
    "'', false",
    "kafka positions, false",
    "positions influxdb, false",
    "positions, true",
    "pipeline, true",
    "pipeline kafka, true"
  })
  void restartsOnlyWhatARestartCanMend(String bad, boolean isHung) {
    List<HealthCheck> checks =
        List.of("pipeline", "kafka", "positions", "influxdb").stream()
            .map(part -> new HealthCheck(part, !Arrays.asList(bad.split(" ")).contains(part), ""))
            .toList();

    assertThat(SystemdWatchdog.isHung(checks)).isEqualTo(isHung);
  }
}
