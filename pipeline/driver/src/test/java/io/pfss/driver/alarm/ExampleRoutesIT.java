// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import static io.pfss.trials.e2e.ExampleAlertmanager.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.alert.AlarmSeverity;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.alert.AlertKind;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.outlook.Outlook;
import io.pfss.trials.e2e.ExampleAlertmanager;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told what by the example's settings. */
@Tag("nightly")
class ExampleRoutesIT {
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final long SINCE = System.currentTimeMillis();
  private static final String SITE = "plant-1@example.com";
  private static final String IT = "it@example.com";
  private static final Alarm CAUTION =
      new Alarm(OptionalLong.of(7), AlarmKind.STATE, AlarmSeverity.WARNING, SINCE);
  private static final Alarm WARNING =
      new Alarm(OptionalLong.of(7), AlarmKind.STATE, AlarmSeverity.CRITICAL, SINCE);
  private static final Alarm SILENT =
      new Alarm(OptionalLong.of(7), AlarmKind.SILENT, AlarmSeverity.WARNING, SINCE);
  private static final Alert LAST =
      new Alert(
          AlertKind.STATE,
          7,
          SINCE,
          Optional.of(SohState.WARNING),
          Optional.of(SohState.CAUTION),
          SINCE,
          0.7,
          SINCE,
          0,
          Outlook.unknown(7));

  @TempDir private Path folder;

  @Test
  void aFaultOfThePipelineHidesItsFollowers() throws Exception {
    try (ExampleAlertmanager example = new ExampleAlertmanager(folder, "4h")) {
      Notifications notifications = notifications(example);
      Alarm noReadings = PipelineFaults.alarm(AlarmKind.NO_READINGS, SINCE);
      notifications.update(open(noReadings, SILENT, CAUTION));
      await(() -> example.mails(IT).size() == 1);
      assertThat(example.mails(IT).get(0).getSubject()).contains("모든 설비의 측정값이 오지 않습니다");
      example.assertMails(1, QUIET);

      // Readings come again, except those of one facility.
      notifications.update(open(SILENT, CAUTION));
      await(() -> example.mails(SITE).size() == 1);
      assertThat(example.mails(SITE).get(0).getSubject()).contains("무응답").doesNotContain("주의");
      await(() -> example.mails(IT).size() == 2);
      example.assertMails(3, QUIET);
    }
  }

  @Test
  void anAlarmThatWorsensIsToldOnceAndHasNotEnded() throws Exception {
    try (ExampleAlertmanager example = new ExampleAlertmanager(folder, "4h")) {
      Notifications notifications = notifications(example);
      notifications.update(open(CAUTION));
      await(() -> example.mails(SITE).size() == 1);
      notifications.update(open(WARNING));
      await(() -> example.mails(SITE).size() == 2);
      assertThat(example.mails(SITE).get(1).getSubject()).contains("경고").doesNotContain("해제");
      assertThat(example.webhook().labels("severity", "firing")).containsExactly("critical");
      example.assertMails(2, QUIET);
    }
  }

  @Test
  void anAlarmIsToldAgainUntilItIsAcknowledged() throws Exception {
    try (ExampleAlertmanager example = new ExampleAlertmanager(folder, "2s")) {
      Notifications notifications = notifications(example);
      notifications.update(open(WARNING));
      await(() -> example.mails(SITE).size() >= 3);
      example.silence(notifications.form(WARNING));
      notifications.update(open(WARNING));
      assertThat(notifications.acknowledgement(WARNING).map(AlarmAcknowledgement::by))
          .hasValue("김");
      int mails = example.awaitNoMoreMails(QUIET);

      // What gets worse, or is of another kind, is told.
      notifications.update(open(WARNING, SILENT));
      assertThat(notifications.acknowledgement(SILENT)).isEmpty();
      await(() -> example.mails(SITE).size() > mails);
    }
  }

  private static OpenAlarms open(Alarm... alarms) {
    return new OpenAlarms(List.of(alarms), EnumSet.allOf(AlarmKind.class));
  }

  private static Notifications notifications(ExampleAlertmanager example) {
    Map<Long, Alert> last = Map.of(7L, LAST);
    return new Notifications(
        new AlertmanagerClient(example.server().url().toString(), "", Optional.empty()),
        new AlarmMessages(
            "pfss",
            sensor -> Optional.of(FacilityRecord.of(sensor, "변압기 7", "1공장")),
            last,
            Optional::empty),
        List::of,
        Clock.systemUTC());
  }
}
