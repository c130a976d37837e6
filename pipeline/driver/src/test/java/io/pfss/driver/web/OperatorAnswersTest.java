// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pfss.driver.alarm.AlarmAcknowledgement;
import io.pfss.driver.alarm.AlarmFacts;
import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.alert.AlarmSeverity;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.alert.AlertKind;
import io.pfss.pipeline.catalog.AlarmRecord;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.outlook.Outlook;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.assertj.core.api.AbstractDoubleAssert;
import org.junit.jupiter.api.Test;

class OperatorAnswersTest {
  private static final Instant NOW = Instant.ofEpochMilli(9_000);
  private static final Alarm BEHIND =
      new Alarm(OptionalLong.empty(), AlarmKind.BEHIND, AlarmSeverity.CRITICAL, 2_000);

  @Test
  void listsTheMostUrgentAlarmsFirst() {
    FacilityFacts facts =
        facts(
            alert(AlertKind.STATE, 1, SohState.CAUTION, 8_000, 0),
            alert(AlertKind.STATE, 2, SohState.WARNING, 5_000, 0),
            alert(AlertKind.STATE, 3, SohState.WARNING, 4_000, 0),
            alert(AlertKind.STATE, 4, SohState.NORMAL, 4_000, 7_000),
            alert(AlertKind.STATE, 5, SohState.NORMAL, 4_000, 0));

    JsonNode answer = AlarmList.of(facts, NOW).json("");

    assertThat(answer.get("alarms"))
        .extracting(each -> each.path("id").asText() + " " + each.path("kind").asText())
        // The one that somebody has seen comes after the others of its severity.
        .containsExactly("3 state", " behind", "2 state", "1 state", "4 risk");
    assertThat(answer.get("total").asInt()).isEqualTo(5);
    assertThat(answer.get("unseen").asInt()).isEqualTo(4);
    JsonNode seen = answer.get("alarms").get(2);
    assertThat(seen.toString())
        .isEqualTo(
            "{\"id\":\"2\",\"name\":\"TR-2 변압기, 본관\",\"kind\":\"state\","
                + "\"severity\":\"critical\",\"since\":5000,\"pf\":0.55,\"state\":\"warning\","
                + "\"kvar\":12.5,\"phase\":\"S\",\"risk\":null,\"why\":[],"
                + "\"seen\":{\"by\":\"kim\",\"until\":99000,\"comment\":\"<b>점검 중</b>\"},"
                + "\"silenceUrl\":\"http://am/#/silences/new\"}");
  }

  @Test
  void findsAlarmsByNumberNameAndSite() {
    AlarmList alarms =
        AlarmList.of(
            facts(
                alert(AlertKind.STATE, 1, SohState.CAUTION, 8_000, 0),
                alert(AlertKind.STATE, 2, SohState.WARNING, 5_000, 0)),
            NOW);

    for (String search : List.of("2", "tr-2", "본관")) {
      assertThat(alarms.json(search).get("found").asInt()).as(search).isEqualTo(1);
    }
  }

  @Test
  void theWallHasTheStateOfEachFacilityBySite() {
    FacilityFacts facts =
        facts(
            alert(AlertKind.STATE, 1, SohState.CAUTION, 8_000, 0),
            alert(AlertKind.SILENT, 3, SohState.CAUTION, 8_000, 0),
            alert(AlertKind.STATE, 2, SohState.WARNING, 5_000, 0));

    JsonNode wall = Fleet.of(Map.of(), facts, NOW).wall(facts::site);

    assertThat(wall.get("sites").toString())
        .isEqualTo(
            "[{\"name\":\"본관\",\"ids\":[\"2\"],\"names\":[\"TR-2 변압기, 본관\"],\"states\":\"0\"},"
                + "{\"name\":\"\",\"ids\":[\"1\",\"3\"],\"names\":[\"\",\"\"],\"states\":\"12\"}]");
    assertThat(wall.get("worst")).extracting(each -> each.get("id").asText()).startsWith("2", "1");
  }

  @Test
  void aRetiredFacilityIsOnItsOwnPageOnly() {
    FacilityFacts none = FacilityFacts.NONE;
    FacilityRecord record = FacilityRecord.of(7, "변압기", "본관");
    FacilityRecord retired = record.inService(false);
    FacilityFacts facts =
        new FacilityFacts(
            Map.of(7L, alert(AlertKind.STATE, 7, SohState.WARNING, 5_000, 0)),
            none.outlooks(),
            () -> Map.of(7L, retired),
            none.isStopped(),
            none.limits(),
            none.alarms(),
            none.catalog());

    Fleet fleet = Fleet.of(Map.of(), facts, NOW);

    assertThat(fleet.facilities()).isEmpty();
    assertThat(AlarmList.of(facts, NOW).alarms()).isEmpty();
    JsonNode answer = FacilityAnswer.json(fleet, facts, 7, Optional.empty());
    assertThat(answer.get("known").asBoolean()).isTrue();
    assertThat(answer.get("catalog").get("inService").asBoolean()).isFalse();
  }

  @Test
  void aFacilityHasItsOwnLimitsAndItsAlarms() {
    FacilityFacts facts = facts(alert(AlertKind.STATE, 2, SohState.WARNING, 5_000, 0));
    Fleet fleet = Fleet.of(Map.of(), facts, NOW);
    AlarmRecord past =
        new AlarmRecord(
            "state",
            2,
            1_000,
            "critical",
            Optional.of("kim"),
            OptionalLong.of(1_500),
            OptionalLong.of(2_000));

    JsonNode own = FacilityAnswer.json(fleet, facts, 2, Optional.of(List.of(past)));
    JsonNode unknown = FacilityAnswer.json(fleet, facts, 8, Optional.empty());

    assertThat(own.get("limits").toString())
        .isEqualTo("{\"normal\":0.9,\"warning\":0.7,\"own\":true}");
    assertThat(own.get("outlook").get("worst_phase").asText()).isEqualTo("S");
    assertThat(own.get("alarms")).hasSize(1);
    assertThat(own.get("history").toString())
        .isEqualTo(
            "[{\"kind\":\"state\",\"severity\":\"critical\",\"raised\":1000,\"seenBy\":\"kim\","
                + "\"seenAt\":1500,\"cleared\":2000}]");
    assertThat(unknown.get("known").asBoolean()).isFalse();
    assertThat(unknown.get("limits").toString())
        .isEqualTo("{\"normal\":0.8,\"warning\":0.6,\"own\":false}");
    assertThat(unknown.has("history")).isFalse();
  }

  @Test
  void meansAreOfEqualIntervals() {
    Means means = new Means(10_000);
    means.add(reading(20_000, 10, 30));
    means.add(reading(29_999, 20, Double.NaN));
    means.add(reading(30_000, 40, 50));

    assertThat(means.rows()).extracting(row -> row[0]).containsExactly(20_000.0, 30_000.0);
    assertThat(means.rows()).extracting(row -> row[6]).containsExactly(15.0, 40.0);
    assertThat(means.rows()).extracting(row -> row[5]).containsExactly(30.0, 50.0);
  }

  @Test
  void imbalanceIsTheLargestDeviationFromTheMean() {
    assertImbalance(45, 50, 55).isEqualTo(10);
    assertImbalance(50, 50, 50).isZero();
    assertImbalance(0, 0, 0).isNaN();
    assertImbalance(50, 50, Double.NaN).isNaN();
  }

  private static AbstractDoubleAssert<?> assertImbalance(double r, double s, double t) {
    HeatReading.Builder reading = HeatReading.builder(1, 1);
    set(reading, Measure.R_CURRENT, r);
    set(reading, Measure.S_CURRENT, s);
    set(reading, Measure.T_CURRENT, t);
    return assertThat(Means.imbalance(reading.build()));
  }

  private static HeatReading reading(long millis, double kilowatts, double temperature) {
    HeatReading.Builder reading =
        HeatReading.builder(1, millis).set(Measure.ACTIVE_POWER_AVG, 1_000 * kilowatts);
    set(reading, Measure.TEMPERATURE, temperature);
    return reading.build();
  }

  private static void set(HeatReading.Builder reading, Measure measure, double value) {
    if (!Double.isNaN(value)) {
      reading.set(measure, value);
    }
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** Facility 2 has names, limits and an outlook, and somebody has seen its alarm. */
  private static FacilityFacts facts(Alert... alerts) {
    OptionalDouble none = OptionalDouble.empty();
    FacilityRecord second =
        new FacilityRecord(
            2,
            Optional.of("TR-2"),
            "변압기",
            "본관",
            none,
            none,
            none,
            OptionalDouble.of(0.9),
            OptionalDouble.of(0.7),
            true);
    Map<Long, Alert> last = new HashMap<>();
    for (Alert alert : alerts) {
      last.put(alert.sensorId(), alert);
    }

    return new FacilityFacts(
        last,
        Map.of(
            2L,
            bytes(
                "{\"sensor_id\":2,\"kvar_to_90\":12.5,\"worst_phase\":\"S\",\"risk_60m\":null,\"why\":[]}")),
        () -> Map.of(2L, second),
        sensor -> false,
        PowerFactorRule.AI_HUB::limits,
        new SecondIsSeen(),
        Optional.empty());
  }

  private static Alert alert(
      AlertKind kind, long sensor, SohState state, long since, long riskSince) {
    return new Alert(
        kind,
        sensor,
        since,
        Optional.of(state),
        Optional.empty(),
        since,
        0.55,
        since,
        riskSince,
        Outlook.unknown(sensor));
  }

  private static final class SecondIsSeen implements AlarmFacts {
    @Override
    public List<Alarm> ofPipeline() {
      return List.of(BEHIND);
    }

    @Override
    public Optional<AlarmAcknowledgement> acknowledgement(Alarm alarm) {
      return Optional.of(new AlarmAcknowledgement("kim", 9_000, 99_000, "<b>점검 중</b>"))
          .filter(any -> alarm.sensorId().orElse(0) == 2);
    }

    @Override
    public Optional<URI> silenceUrl(Alarm alarm) {
      return Optional.of(URI.create("http://am/#/silences/new"));
    }
  }
}
