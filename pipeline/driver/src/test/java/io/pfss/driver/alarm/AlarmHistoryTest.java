// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.alert.AlarmSeverity;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.alert.AlertKind;
import io.pfss.pipeline.catalog.AlarmRecord;
import io.pfss.pipeline.catalog.AlarmRecords;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.outlook.Outlook;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmHistoryTest {
  private static final AlarmAcknowledgement SEEN =
      new AlarmAcknowledgement("김", 10_000, 9_000_000, "점검");

  @TempDir private Path folder;
  private AlarmRecords records;
  private AlarmHistory history;

  @BeforeEach
  void createCatalog() throws Exception {
    CatalogSettings settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    WarehouseCatalog.prepare(settings, folder.resolve("warehouse").toString());
    records = WarehouseCatalog.of(settings).database().alarms();
    history = history(10_000);
  }

  @Test
  void aLifeHasItsWorstSeverityAndItsFirstAcknowledgement() {
    update(Optional.empty(), state(AlarmSeverity.WARNING, 1_000));
    assertThat(records.open()).containsExactly(life(1_000, "warning", false, 0));
    update(Optional.of(SEEN), state(AlarmSeverity.WARNING, 1_000));
    update(Optional.empty(), state(AlarmSeverity.CRITICAL, 2_000));
    update(Optional.empty(), state(AlarmSeverity.WARNING, 3_000));
    assertThat(records.open()).containsExactly(life(1_000, "critical", true, 0));
    update(Optional.empty());
    assertThat(records.of(7, 10)).containsExactly(life(1_000, "critical", true, 10_000));
  }

  @Test
  void anAcknowledgementIsOfOneAlarm() {
    update(Optional.of(SEEN), state(AlarmSeverity.WARNING, 10_001));
    assertThat(records.open()).containsExactly(life(10_001, "warning", false, 0));
  }

  @Test
  void anAlarmThatWasRaisedAgainBetweenTwoLooksHasTwoLives() {
    update(Optional.empty(), state(AlarmSeverity.WARNING, 1_000));
    update(Optional.empty(), state(AlarmSeverity.WARNING, 5_000));
    assertThat(records.of(7, 10))
        .containsExactly(life(5_000, "warning", false, 0), life(1_000, "warning", false, 5_000));
  }

  @Test
  void aRestartContinuesAndClosesLives() {
    update(Optional.empty(), state(AlarmSeverity.WARNING, 1_000));
    history = history(20_000);
    // It is not known yet which alarms are open.
    history.update(
        new OpenAlarms(List.of(), EnumSet.noneOf(AlarmKind.class)), any -> Optional.empty());
    assertThat(records.open()).hasSize(1);
    update(Optional.empty(), state(AlarmSeverity.CRITICAL, 2_000));
    assertThat(records.open()).containsExactly(life(1_000, "critical", false, 0));
    history = history(30_000);
    update(Optional.empty());
    assertThat(records.of(7, 10)).containsExactly(life(1_000, "critical", false, 30_000));
  }

  @Test
  void aCatalogThatIsUnavailableAtTheStartForgetsNoLife() {
    update(Optional.empty(), state(AlarmSeverity.CRITICAL, 1_000));
    Iterator<Boolean> isAvailable = List.of(false, true, true, true).iterator();
    history =
        new AlarmHistory(
            () -> {
              if (!isAvailable.next()) {
                throw new IllegalStateException("unavailable");
              }

              return records;
            },
            Map.of(),
            Clock.fixed(Instant.ofEpochMilli(20_000), ZoneOffset.UTC));
    assertThatThrownBy(() -> update(Optional.empty())).hasMessage("unavailable");
    update(Optional.empty());
    assertThat(records.of(7, 10)).containsExactly(life(1_000, "critical", false, 20_000));
  }

  @Test
  void anAlarmOfWhichNoAlertSaysThatItIsOverEndsNow() {
    Alert last =
        new Alert(
            AlertKind.STATE,
            7,
            11_000,
            Optional.of(SohState.CAUTION),
            Optional.empty(),
            1_000,
            0.8,
            1_000,
            0,
            Outlook.unknown(7));
    history =
        new AlarmHistory(
            () -> records,
            Map.of(7L, last),
            Clock.fixed(Instant.ofEpochMilli(90_000), ZoneOffset.UTC));
    update(Optional.empty(), state(AlarmSeverity.WARNING, 1_000));
    update(Optional.empty());
    assertThat(records.of(7, 10)).containsExactly(life(1_000, "warning", false, 90_000));
  }

  @Test
  void shortensANameThatTheCatalogHasNoRoomFor() {
    AlarmAcknowledgement seen = new AlarmAcknowledgement("김".repeat(1_000), 1_000, 9_000_000, "");
    update(Optional.of(seen), state(AlarmSeverity.WARNING, 1_000));
    assertThat(records.open().get(0).acknowledgedBy()).hasValue("김".repeat(199) + "…");
  }

  @Test
  void deletesLivesThatEndedLongAgo() {
    update(Optional.empty(), state(AlarmSeverity.WARNING, 1_000));
    update(Optional.empty());
    history = history(Duration.ofDays(401).toMillis());
    update(Optional.empty());
    assertThat(records.of(7, 10)).isEmpty();
  }

  private AlarmHistory history(long nowMillis) {
    return new AlarmHistory(
        () -> records, Map.of(), Clock.fixed(Instant.ofEpochMilli(nowMillis), ZoneOffset.UTC));
  }

  private void update(Optional<AlarmAcknowledgement> acknowledgement, Alarm... open) {
    history.update(
        new OpenAlarms(List.of(open), EnumSet.allOf(AlarmKind.class)), any -> acknowledgement);
  }

  private static Alarm state(AlarmSeverity severity, long sinceMillis) {
    return new Alarm(OptionalLong.of(7), AlarmKind.STATE, severity, sinceMillis);
  }

  private static AlarmRecord life(
      long raised, String severity, boolean isAcknowledged, long cleared) {
    return new AlarmRecord(
        "state",
        7,
        raised,
        severity,
        isAcknowledged ? Optional.of("김") : Optional.empty(),
        isAcknowledged ? OptionalLong.of(10_000) : OptionalLong.empty(),
        cleared == 0 ? OptionalLong.empty() : OptionalLong.of(cleared));
  }
}
