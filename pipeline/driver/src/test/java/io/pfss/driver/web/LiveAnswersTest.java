// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.alert.AlertKind;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.outlook.Outlook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class LiveAnswersTest {
  private static final Instant NOW = Instant.ofEpochMilli(9_000);

  @Test
  void returnsTheFleet() {
    Fleet fleet =
        Fleet.of(
            Map.of(
                17L, reading(17, 20.5, Optional.of(SohState.CAUTION), 0.25, 12.5),
                2L, reading(2, Double.NaN, Optional.empty(), Double.NaN, Double.NaN)),
            named("TR-2 변압기"),
            NOW);

    assertThat(fleet.json("1", List.of(2L)).toString())
        .isEqualTo(
            "{\"influx\":true,\"time\":9000,\"total\":2,\"newest\":8000,"
                + "\"counts\":{\"warning\":0,\"caution\":1,\"silent\":0,\"stopped\":0,\"unknown\":1,\"normal\":0},"
                + "\"found\":1,"
                + "\"sensors\":[{\"id\":\"17\",\"name\":\"\",\"time\":8000,\"state\":\"caution\",\"since\":0,"
                + "\"pf\":0.9123,\"temperature\":20.5,\"risk\":0.25,\"kvar\":12.5}],"
                + "\"chosen\":[{\"id\":\"2\",\"name\":\"TR-2 변압기, 본관\",\"time\":8000,\"state\":\"unknown\",\"since\":0,"
                + "\"pf\":0.9123,\"temperature\":null,\"risk\":null,\"kvar\":null}]}");
  }

  @Test
  void findsByNumberAndName() {
    Fleet fleet =
        Fleet.of(
            Map.of(
                17L, reading(17, 20, Optional.empty(), 0, 0),
                2L, reading(2, 20, Optional.empty(), 0, 0)),
            named("TR-7 변압기"),
            NOW);

    for (String search : List.of("2", "tr-7", "본관", "변압")) {
      assertThat(fleet.json(search, List.of()).get("found").asInt()).as(search).isEqualTo(1);
    }

    assertThat(fleet.json("", List.of()).get("found").asInt()).isEqualTo(2);
    assertThat(fleet.json("18", List.of()).get("found").asInt()).isZero();
  }

  @Test
  void theHeldStateCountsAndNotTheLastReading() {
    Fleet fleet =
        Fleet.of(
            Map.of(
                1L, reading(1, 20, Optional.of(SohState.WARNING), 0, 0),
                3L, reading(3, 20, Optional.of(SohState.WARNING), 0, 0),
                6L, reading(6, 20, Optional.of(SohState.NORMAL), 0, 0)),
            facts(
                Map.of(
                    1L, alert(AlertKind.STATE, 1, Optional.of(SohState.NORMAL)),
                    2L, alert(AlertKind.SILENT, 2, Optional.of(SohState.WARNING)),
                    3L, alert(AlertKind.APPEARED, 3, Optional.empty()),
                    4L, alert(AlertKind.RISK, 4, Optional.of(SohState.CAUTION)),
                    5L, alert(AlertKind.STATE, 5, Optional.of(SohState.WARNING)),
                    6L, alert(AlertKind.STATE, 6, Optional.empty())),
                Map.of(),
                sensor -> sensor == 2 || sensor == 5),
            NOW);

    assertThat(fleet.facilities())
        .extracting(each -> each.reading().sensorId(), FacilityView::state)
        .containsExactly(
            tuple(3L, "warning"),
            tuple(4L, "caution"),
            tuple(2L, "silent"),
            tuple(5L, "stopped"),
            tuple(6L, "unknown"),
            tuple(1L, "normal"));
    assertThat(fleet.facilities())
        .extracting(each -> each.reading().eventTimeMillis(), FacilityView::sinceMillis)
        .containsExactly(
            tuple(8_000L, 0L),
            tuple(5_000L, 4_000L),
            tuple(4_000L, 4_000L),
            tuple(5_000L, 0L),
            tuple(8_000L, 4_000L),
            tuple(8_000L, 4_000L));
  }

  private static FacilityFacts named(String name) {
    return facts(Map.of(), Map.of(2L, FacilityRecord.of(2, name, "본관")), sensor -> false);
  }

  private static FacilityFacts facts(
      Map<Long, Alert> alerts, Map<Long, FacilityRecord> facilities, LongPredicate isStopped) {
    FacilityFacts none = FacilityFacts.NONE;
    return new FacilityFacts(
        alerts,
        none.outlooks(),
        () -> facilities,
        isStopped,
        none.limits(),
        none.alarms(),
        none.catalog());
  }

  private static LatestReading reading(
      long sensor, double temperature, Optional<SohState> state, double risk, double kvar) {
    PowerFactors factors = new PowerFactors(0.912345, 0.9, 0.9, 0.9);
    return new LatestReading(sensor, 8_000, temperature, factors, state, risk, kvar);
  }

  private static Alert alert(AlertKind kind, long sensor, Optional<SohState> state) {
    return new Alert(
        kind,
        sensor,
        5_000,
        state,
        state.isEmpty() && kind == AlertKind.STATE
            ? Optional.of(SohState.NORMAL)
            : Optional.empty(),
        4_000,
        Double.NaN,
        state.isPresent() ? 4_000 : 0,
        0,
        Outlook.unknown(sensor));
  }

  @Test
  void returnsASeriesColumnByColumn() {
    Map<Long, List<double[]>> readings =
        Map.of(17L, List.of(new double[] {8_000, 0.9, 0.8, 0.7, 0.6, Double.NaN, 2}));

    assertThat(new Series(NOW, readings).json().toString())
        .isEqualTo(
            "{\"influx\":true,\"time\":9000,\"span\":600000,\"sensors\":[{\"id\":\"17\","
                + "\"time\":[8000],\"pf\":[0.9],\"R_pf\":[0.8],\"S_pf\":[0.7],\"T_pf\":[0.6],"
                + "\"temperature\":[null],\"state\":[2.0]}]}");
  }
}
