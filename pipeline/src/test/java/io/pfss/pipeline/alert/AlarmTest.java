// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.outlook.Outlook;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AlarmTest {
  private static final OptionalLong SENSOR = OptionalLong.of(7);

  @Test
  void eachConditionIsAnAlarm() {
    assertThat(Alarm.openOf(alert(AlertKind.STATE, SohState.WARNING, 300, 400)))
        .containsExactly(
            new Alarm(SENSOR, AlarmKind.STATE, AlarmSeverity.CRITICAL, 300),
            new Alarm(SENSOR, AlarmKind.RISK, AlarmSeverity.WARNING, 400));
    assertThat(Alarm.openOf(alert(AlertKind.RETURNED, SohState.NORMAL, 300, 0))).isEmpty();
  }

  @Test
  void aSilenceDoesNotClearTheState() {
    assertThat(Alarm.openOf(alert(AlertKind.SILENT, SohState.CAUTION, 300, 0)))
        .containsExactly(
            new Alarm(SENSOR, AlarmKind.STATE, AlarmSeverity.WARNING, 300),
            new Alarm(SENSOR, AlarmKind.SILENT, AlarmSeverity.WARNING, 500));
  }

  @Test
  void anAlertOfAFormerVersionDoesNotSaySinceWhen() {
    assertThat(Alarm.openOf(alert(AlertKind.RETURNED, SohState.CAUTION, 0, 0)))
        .containsExactly(new Alarm(SENSOR, AlarmKind.STATE, AlarmSeverity.WARNING, 900));
  }

  private static Alert alert(AlertKind kind, SohState state, long stateSince, long riskSince) {
    return new Alert(
        kind,
        7,
        900,
        Optional.of(state),
        Optional.empty(),
        500,
        0.5,
        stateSince,
        riskSince,
        Outlook.unknown(7));
  }
}
