// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pfss.driver.alarm.AlarmFacts;
import io.pfss.driver.alarm.PageAddress;
import io.pfss.driver.web.FacilityFacts;
import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.alert.AlertKind;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.element.LatestOutlook;
import io.pfss.pipeline.outlook.Outlook;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FacilityStatusesTest {
  private static final OptionalDouble NONE = OptionalDouble.empty();
  private static final FacilityRecord NAMED =
      new FacilityRecord(
          7, Optional.of("TR-7"), "변압기 7", "1공장", NONE, NONE, NONE, NONE, NONE, true);
  private static final FacilityRecord RETIRED =
      new FacilityRecord(8, Optional.empty(), "변압기 8", "", NONE, NONE, NONE, NONE, NONE, false);
  private static final FacilityRecord UNHEARD = FacilityRecord.of(9, "변압기 9", "2공장");

  @Test
  void areThoseOfTheCatalogAndOfTheAlerts() {
    assertThat(statuses(Optional.empty()).values())
        .extracting(FacilityStatus::sensorId, FacilityStatus::label, FacilityStatus::state)
        .containsExactlyInAnyOrder(
            tuple(7L, "TR-7 변압기 7, 1공장 (7)", "silent"),
            tuple(8L, "변압기 8 (8)", "retired"),
            tuple(9L, "변압기 9, 2공장 (9)", "unknown"),
            tuple(10L, "10", "caution"));
  }

  /** Nothing says that the state has ended. */
  @Test
  void aSilentFacilityHasTheAlarmsOfItsStateAndItsSilence() {
    assertThat(statuses(Optional.empty()).get(7L).alarms())
        .extracting(Alarm::kind)
        .containsExactly(AlarmKind.STATE, AlarmKind.SILENT);
  }

  @Test
  void aRetiredFacilityHasNoAlarm() {
    assertThat(statuses(Optional.empty()).get(8L).alarms()).isEmpty();
  }

  @Test
  void thePageIsAtTheAddressOfTheDriver() {
    assertThat(statuses(Optional.empty()).get(7L).page()).isEmpty();
    assertThat(
            statuses(PageAddress.of("", Optional.of(URI.create("http://127.0.0.1:8080"))))
                .get(7L)
                .page())
        .isEqualTo("http://127.0.0.1:8080/facility/7");
    assertThat(statuses(PageAddress.of("https://desk/pfss/", Optional.empty())).get(7L).page())
        .isEqualTo("https://desk/pfss/facility/7");
  }

  private static Map<Long, FacilityStatus> statuses(Optional<PageAddress> pages) {
    FacilityFacts facts =
        new FacilityFacts(
            Map.of(
                7L, alert(AlertKind.SILENT, 7, SohState.WARNING),
                8L, alert(AlertKind.SILENT, 8, SohState.WARNING),
                10L, alert(AlertKind.STATE, 10, SohState.CAUTION)),
            Map.of(),
            () -> Map.of(7L, NAMED, 8L, RETIRED, 9L, UNHEARD),
            sensor -> false,
            PowerFactorRule.AI_HUB::limits,
            AlarmFacts.NONE,
            Optional.empty());
    return new FacilityStatuses(facts, sensor -> LatestOutlook.UNKNOWN, pages)
        .all().stream().collect(Collectors.toMap(FacilityStatus::sensorId, Function.identity()));
  }

  private static Alert alert(AlertKind kind, long sensor, SohState state) {
    return new Alert(
        kind,
        sensor,
        5_000,
        Optional.of(state),
        Optional.empty(),
        4_000,
        0.5,
        3_000,
        0,
        Outlook.unknown(sensor));
  }
}
