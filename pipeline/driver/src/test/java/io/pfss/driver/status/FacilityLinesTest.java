// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.driver.web.FacilityView;
import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.alert.AlarmSeverity;
import io.pfss.pipeline.element.LatestOutlook;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FacilityLinesTest {
  private static final long START = Instant.parse("2026-11-24T11:20:07Z").toEpochMilli();
  private static final long SECOND = Duration.ofSeconds(1).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long HOUR_AFTER = Instant.parse("2026-11-24T12:00:00Z").toEpochMilli();
  private static final LatestOutlook OUTLOOK = new LatestOutlook(0.25, 12.5, false, START);

  private final FacilityLines lines = new FacilityLines("pfss");
  private final List<String> written = new ArrayList<>();

  @Test
  void writesTheStatusTheAlarmsAndTheCounts() throws IOException {
    write(START, facility("warning", OUTLOOK, AlarmKind.STATE));
    assertThat(written)
        .containsExactlyInAnyOrder(
            "facility_status,sensor_id=7 alarms=1i,change=0i,kvar_to_90=12.5,label=\"TR-7 변압기 7, 1공장 (7)\","
                + "page=\"http://pfss/facility/7\",risk_60m=0.25,silent=0i,since=9000i,"
                + "site=\"1공장\",state=\"warning\",state_code=5i "
                + START,
            "facility_alarm,kind=state,label=TR-7\\ 변압기\\ 7\\,\\ 1공장\\ (7),"
                + "page=http://pfss/facility/7,sensor_id=7,site=1공장"
                + " kvar_to_90=12.5,risk_60m=0.25,severity_code=2i,since=9000i,state_code=5i "
                + (START - 7 * SECOND),
            "facility_counts,job=pfss alarms=1i,caution=0i,facilities=1i,normal=0i,silent=0i,"
                + "stopped=0i,unknown=0i,warning=1i "
                + START);
  }

  @Test
  void writesAnUnchangedFacilityOnlyOnceAnHour() throws IOException {
    for (long millis = START; millis < HOUR_AFTER + MINUTE; millis += 5 * SECOND) {
      write(millis, facility("caution", OUTLOOK));
    }

    assertThat(times("facility_status")).containsExactly(START, HOUR_AFTER);
    assertThat(changes()).containsExactly(0L, 0L);
  }

  @Test
  void aNewStateHasItsOwnPointAndOtherValuesReplaceThoseOfTheLast() throws IOException {
    write(START, facility("caution", OUTLOOK));
    write(START + SECOND, facility("warning", OUTLOOK));
    write(START + MINUTE, facility("warning", new LatestOutlook(0.5, 12.5, false, START)));
    assertThat(times("facility_status")).containsExactly(START, START + SECOND, START + SECOND);
    assertThat(changes()).containsExactly(0L, 1L, 1L);
  }

  /** In the same point, InfluxDB would keep the value of before. */
  @Test
  void aValueThatIsNotKnownAnyMoreNeedsItsOwnPoint() throws IOException {
    write(START, facility("caution", OUTLOOK));
    write(START + MINUTE, facility("caution", new LatestOutlook(Double.NaN, 12.5, false, START)));
    assertThat(times("facility_status")).containsExactly(START, START + MINUTE);
  }

  @Test
  void anOpenAlarmIsWrittenEachMinuteAndAClearedOneNoMore() throws IOException {
    FacilityStatus silent = facility("silent", OUTLOOK, AlarmKind.SILENT);
    write(START, silent);
    write(START + 5 * SECOND, silent);
    write(START + MINUTE, silent);
    write(START + 2 * MINUTE, facility("normal", OUTLOOK));
    assertThat(times("facility_alarm"))
        .containsExactly(START - 7 * SECOND, START - 7 * SECOND + MINUTE);
  }

  @Test
  void aRetiredFacilityIsWrittenOnceAndNotCounted() throws IOException {
    FacilityStatus retired = FacilityStatus.retired(7, "7", "", "");
    write(START, facility("silent", OUTLOOK, AlarmKind.SILENT));
    write(START + SECOND, retired);
    write(HOUR_AFTER, retired);
    assertThat(times("facility_status")).containsExactly(START, START + SECOND);
    assertThat(changes()).containsExactly(0L, 0L);
    assertThat(written).last().asString().contains("alarms=0i", "facilities=0i");
  }

  @Test
  void whatInfluxDidNotAcceptIsWrittenTheNextTime() throws IOException {
    List<FacilityStatus> silent = List.of(facility("silent", OUTLOOK, AlarmKind.SILENT));
    assertThatThrownBy(
            () ->
                lines.write(
                    silent,
                    START,
                    any -> {
                      throw new IOException("InfluxDB is unavailable");
                    }))
        .hasMessage("InfluxDB is unavailable");
    lines.write(silent, START + SECOND, written::addAll);
    assertThat(times("facility_status")).containsExactly(START + SECOND);
    assertThat(times("facility_alarm")).hasSize(1);
  }

  @Test
  void aNameCannotBreakALine() throws IOException {
    Alarm alarm =
        new Alarm(OptionalLong.of(7), AlarmKind.SILENT, AlarmSeverity.WARNING, START - MINUTE);
    FacilityStatus named =
        new FacilityStatus(7, "변압기\n7", "1공장\\", "", "silent", 0, OUTLOOK, List.of(alarm));
    assertThat(named.alarmLines(START))
        .singleElement()
        .asString()
        .startsWith("facility_alarm,kind=silent,label=변압기\\ 7,sensor_id=7,site=1공장 kvar");
  }

  @Test
  void statesAreThoseOfThePage() {
    List<String> worstFirst = new ArrayList<>(FacilityStatus.STATES);
    Collections.reverse(worstFirst);
    assertThat(worstFirst).isEqualTo(FacilityView.STATES);
  }

  private void write(long millis, FacilityStatus facility) throws IOException {
    lines.write(List.of(facility), millis, written::addAll);
  }

  private List<Long> times(String measurement) {
    return written.stream()
        .filter(line -> line.startsWith(measurement))
        .map(line -> Long.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
        .toList();
  }

  private List<Long> changes() {
    return written.stream()
        .filter(line -> line.startsWith("facility_status"))
        .map(line -> Long.valueOf(line.replaceAll(".*change=(-?\\d+)i.*", "$1")))
        .toList();
  }

  private static FacilityStatus facility(String state, LatestOutlook outlook, AlarmKind... open) {
    return new FacilityStatus(
        7,
        "TR-7 변압기 7, 1공장 (7)",
        "1공장",
        "http://pfss/facility/7",
        state,
        9_000,
        outlook,
        List.of(open).stream()
            .map(kind -> new Alarm(OptionalLong.of(7), kind, AlarmSeverity.CRITICAL, 9_000))
            .toList());
  }
}
