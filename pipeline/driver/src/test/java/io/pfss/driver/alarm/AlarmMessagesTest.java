// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.facility.RiskInput;
import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.alert.AlarmSeverity;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.alert.AlertKind;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.outlook.Outlook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlarmMessagesTest {
  private final AlarmMessages messages = messages(0.8, 8.99, "S");

  @Test
  void saysWhatAndWhyInTwoLanguages() {
    AlertmanagerAlert alert = messages.of(alarm(AlarmKind.RISK, OptionalLong.of(7)));
    assertThat(alert.labels())
        .containsOnly(
            Map.entry("alertname", "PfssRisk"),
            Map.entry("job", "pfss"),
            Map.entry("kind", "risk"),
            Map.entry("severity", "warning"),
            Map.entry("sensor_id", "7"),
            Map.entry("facility", "7"),
            Map.entry("name", "변압기 7"));
    assertThat(alert.annotations())
        .containsEntry("summary_ko", "변압기 7: 한 시간 안에 경고 위험")
        .containsEntry("summary_en", "변압기 7: at risk of warning (경고) within an hour")
        .containsEntry("why_ko", "위험도 59 %; 현재 역률; 0.90까지 9.0 kvar 보상 필요; S상이 가장 나쁨")
        .containsEntry("kvar_to_90", "9.0")
        .containsEntry("phase", "S");
    assertThat(alert.page()).hasValue("http://pfss.example.com/facility/7");
  }

  @Test
  void asksForNothingIfTheHourNeedsNothing() {
    assertThat(messages(0.91, 0.04, "").of(alarm(AlarmKind.RISK, OptionalLong.of(7))).annotations())
        .containsEntry("why_ko", "위험도 59 %; 현재 역률");
  }

  @ParameterizedTest
  @EnumSource
  void hasTextsForEachKind(AlarmKind kind) {
    Alarm alarm = alarm(kind, kind.isOfFacility() ? OptionalLong.of(8) : OptionalLong.empty());
    assertThat(messages.of(alarm).annotations())
        .containsKeys("summary_ko", "summary_en", "why_ko", "why_en", "since")
        .allSatisfy((name, text) -> assertThat(text).as(name).doesNotContain("%s"));
  }

  private static AlarmMessages messages(double powerFactor, double kvar, String phase) {
    Outlook outlook =
        new Outlook(
            7, 0, powerFactor, "", 0.59, List.of(RiskInput.PF_NOW), kvar, 12, 8, 3.5, phase, "1");
    Alert last =
        new Alert(
            AlertKind.RISK,
            7,
            2_000,
            Optional.empty(),
            Optional.empty(),
            1_000,
            Double.NaN,
            0,
            1_000,
            outlook);
    return new AlarmMessages(
        "pfss",
        sensor -> sensor == 7 ? Optional.of(FacilityRecord.of(7, "변압기 7", "")) : Optional.empty(),
        Map.of(7L, last),
        () -> Optional.of(new PageAddress("http://pfss.example.com")));
  }

  private static Alarm alarm(AlarmKind kind, OptionalLong sensor) {
    return new Alarm(sensor, kind, AlarmSeverity.WARNING, 1_000);
  }
}
