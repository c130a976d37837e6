package io.pfss.pipeline.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.StateRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joda.time.Duration;

/** Its inputs are values of topic heat_alerts. */
class AlertJsonFuzzTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final AlertRules RULES =
      new AlertRules(Duration.standardSeconds(10), Duration.standardSeconds(30));

  @DictionaryFile(resourcePath = "alerts.dict")
  @FuzzTest
  void anyValueIsAnAlertThatAStartGoesOnFromOrIsPassedOver(byte[] value) {
    Optional<Alert> read = AlertJson.read(value);
    if (read.isEmpty()) {
      return;
    }

    Alert alert = read.get();
    Alert again = AlertJson.read(AlertJson.write(alert)).orElseThrow();
    assertThat(again.kind()).isEqualTo(alert.kind());
    assertThat(again.sensorId()).isEqualTo(alert.sensorId());
    assertThat(again.state()).isEqualTo(alert.state());
    assertThat(again.previous()).isEqualTo(alert.previous());

    SensorStatus status = AlertTopic.status(alert, NOW);
    List<Alert> told = new ArrayList<>();
    for (SohState state : List.of(SohState.CAUTION, SohState.WARNING, SohState.NORMAL)) {
      told.clear();
      status = RULES.seen(status, run(alert.sensorId(), state, status), NOW, told);
      assertThat(status.published()).hasValue(state);
    }
  }

  /** It lasts, and comes after all that was known. */
  private static StateRun run(long sensor, SohState state, SensorStatus before) {
    long fromMillis = Math.max(NOW, before.eventMillis() + 1);
    return new StateRun(sensor, Optional.of(state), 0.5, fromMillis, fromMillis + 10_000, NOW);
  }
}
