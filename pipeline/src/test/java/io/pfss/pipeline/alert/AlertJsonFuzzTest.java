// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.FacilityName;
import io.pfss.pipeline.element.StateRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joda.time.Duration;

/** Inputs are values of topic heat_alerts. */
class AlertJsonFuzzTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final AlertRules RULES =
      new AlertRules(Duration.standardSeconds(10), Duration.standardSeconds(30));

  @DictionaryFile(resourcePath = "alerts.dict")
  @FuzzTest
  void anyValueIsAnAlertOrIsIgnored(byte[] value) {
    Optional<Alert> read = AlertJson.read(value);
    if (read.isEmpty()) {
      return;
    }

    Alert alert = read.get();
    Alert decoded = AlertJson.read(AlertJson.write(alert, FacilityName.UNKNOWN)).orElseThrow();
    assertThat(decoded.kind()).isEqualTo(alert.kind());
    assertThat(decoded.sensorId()).isEqualTo(alert.sensorId());
    assertThat(decoded.state()).isEqualTo(alert.state());
    assertThat(decoded.previous()).isEqualTo(alert.previous());

    SensorStatus status = AlertTopic.status(alert, NOW);
    List<Alert> alerts = new ArrayList<>();
    for (SohState state : List.of(SohState.CAUTION, SohState.WARNING, SohState.NORMAL)) {
      alerts.clear();
      status = RULES.update(status, run(alert.sensorId(), state, status), NOW, alerts);
      assertThat(status.published()).hasValue(state);
    }
  }

  /** Returns a run that lasts and is newer than the status. */
  private static StateRun run(long sensor, SohState state, SensorStatus before) {
    long fromMillis = Math.max(NOW, before.eventMillis() + 1);
    return new StateRun(sensor, Optional.of(state), 0.5, fromMillis, fromMillis + 10_000, NOW);
  }
}
