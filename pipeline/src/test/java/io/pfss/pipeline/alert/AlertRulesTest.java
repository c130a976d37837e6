// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import static io.pfss.models.soh.SohState.CAUTION;
import static io.pfss.models.soh.SohState.NORMAL;
import static io.pfss.models.soh.SohState.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.OffsetRange;
import io.pfss.pipeline.element.StateRun;
import io.pfss.pipeline.outlook.Outlook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

/** The alerts for one sensor; times in s. */
class AlertRulesTest {
  private static final double POWER_FACTOR = 0.5;
  private static final AlertRules RULES =
      new AlertRules(Duration.standardSeconds(10), Duration.standardSeconds(30));

  /** Starts with a facility that is known to be normal. */
  private SensorTable table =
      new SensorTable(
          new HashMap<>(),
          new HashMap<>(Map.of(7L, SensorStatus.of(Optional.of(NORMAL), 0, Long.MIN_VALUE))));

  private final List<Alert> alerts = new ArrayList<>();
  private final List<Alert> appearances = new ArrayList<>();

  @Test
  void firstReadingRaisesOneAppearedAlert() {
    table = new SensorTable();
    see(5, WARNING);
    see(10, NORMAL);
    take(List.of(), 41);
    see(50, NORMAL);
    assertThat(appearances).containsExactly(appeared(5, Optional.empty()));
    assertThat(alerts)
        .extracting(Alert::kind, Alert::state)
        .containsExactly(
            tuple(AlertKind.SILENT, Optional.empty()), tuple(AlertKind.RETURNED, Optional.empty()));
  }

  @Test
  void firstLastingStateHasNoPrevious() {
    table = new SensorTable();
    see(5, NORMAL);
    see(10, NORMAL);
    see(15, NORMAL);
    see(20, NORMAL);
    assertThat(appearances).containsExactly(appeared(5, Optional.empty()));
    assertThat(alerts).containsExactly(change(15, Optional.empty(), NORMAL, 5));
  }

  @Test
  void appearsInAStateThatHasLasted() {
    table = new SensorTable();
    take(List.of(run(0, 100, WARNING)), 100);
    assertThat(appearances)
        .containsExactly(
            alert(
                AlertKind.APPEARED, 100, Optional.of(WARNING), Optional.empty(), 0, POWER_FACTOR));
    assertThat(alerts).isEmpty();
  }

  @Test
  void flickeringFromTheStartHasNoState() {
    table = new SensorTable();
    for (int time = 5; time < 60; time += 5) {
      see(time, time % 10 == 0 ? NORMAL : WARNING);
    }

    assertThat(appearances).containsExactly(appeared(5, Optional.empty()));
    assertThat(alerts).isEmpty();
  }

  @Test
  void firstFlickeringTakesTheBetterState() {
    table = new SensorTable();
    see(5, WARNING);
    see(10, CAUTION);
    see(15, WARNING);
    assertThat(alerts).containsExactly(change(15, Optional.empty(), CAUTION, 5));
  }

  @Test
  void unscoredReadingsHaveNoState() {
    table = new SensorTable();
    for (int time = 5_000; time <= 60_000; time += 5_000) {
      take(List.of(new StateRun(7, Optional.empty(), Double.NaN, time, time, time)), time / 1_000);
    }

    take(List.of(), 90);
    assertThat(appearances).extracting(Alert::state).containsExactly(Optional.empty());
    assertThat(appearances).extracting(Alert::powerFactor).containsExactly(Double.NaN);
    assertThat(alerts)
        .extracting(Alert::kind, Alert::state)
        .containsExactly(tuple(AlertKind.SILENT, Optional.empty()));
  }

  @Test
  void aFacilityThatCanNoLongerBeScoredHoldsNoState() {
    see(5, WARNING);
    see(15, WARNING);
    unscored(20);
    see(25, WARNING);
    unscored(30);
    unscored(35);
    assertThat(alerts).containsExactly(state(15, NORMAL, WARNING, 5));
    unscored(40);
    unscored(60);
    see(65, NORMAL);
    see(75, NORMAL);
    assertThat(alerts)
        .extracting(Alert::state, Alert::previous, Alert::timeMillis, Alert::sinceMillis)
        .containsExactly(
            tuple(Optional.of(WARNING), Optional.of(NORMAL), 15_000L, 5_000L),
            tuple(Optional.empty(), Optional.of(WARNING), 40_000L, 30_000L),
            tuple(Optional.of(NORMAL), Optional.empty(), 75_000L, 65_000L));
  }

  @Test
  void laterAlertsSaySinceWhenTheStateIsHeld() {
    see(5, WARNING);
    see(15, WARNING);
    take(List.of(), 100);
    List<Alert> returned = table.update(List.of(), List.of(run(110, 110, WARNING)), RULES);
    assertThat(returned)
        .extracting(Alert::kind, Alert::stateSinceMillis)
        .containsExactly(tuple(AlertKind.RETURNED, 5_000L));
    SensorStatus restored = AlertTopic.status(returned.get(0), Long.MAX_VALUE);
    assertThat(restored.publishedSinceMillis()).isEqualTo(5_000);
  }

  /** One reading has the state: those that cannot be scored do not say that it lasts. */
  @Test
  void aStateDoesNotLastWhileNothingCanBeScored() {
    see(5, WARNING);
    for (int time = 7; time <= 19; time += 2) {
      unscored(time);
    }

    assertThat(alerts).extracting(Alert::state).containsExactly(Optional.empty());
  }

  private void unscored(long time) {
    take(
        List.of(
            new StateRun(7, Optional.empty(), Double.NaN, time * 1000, time * 1000, time * 1000)),
        time);
  }

  @Test
  void normalReadingsRaiseNoAlert() {
    see(0, NORMAL);
    see(20, NORMAL);
    assertThat(alerts).isEmpty();
  }

  @Test
  void lastingStateRaisesOneAlert() {
    see(0, NORMAL);
    see(5, WARNING);
    see(10, WARNING);
    assertThat(alerts).isEmpty();
    see(15, WARNING);
    see(20, WARNING);
    see(60, WARNING);
    assertThat(alerts).containsExactly(state(15, NORMAL, WARNING, 5));
  }

  @Test
  void flickeringRaisesNoAlert() {
    for (int time = 0; time < 60; time += 5) {
      see(time, time % 10 == 0 ? NORMAL : WARNING);
    }

    assertThat(alerts).isEmpty();
  }

  @Test
  void flickeringTakesTheBetterState() {
    see(0, NORMAL);
    see(5, WARNING);
    see(10, CAUTION);
    see(15, WARNING);
    see(20, CAUTION);
    see(25, WARNING);
    assertThat(alerts).containsExactly(state(15, NORMAL, CAUTION, 5));
    see(30, WARNING);
    see(35, WARNING);
    assertThat(alerts).last().isEqualTo(state(35, CAUTION, WARNING, 25));
  }

  @Test
  void recoveryRaisesAlerts() {
    see(0, WARNING);
    see(10, WARNING);
    see(15, CAUTION);
    see(25, NORMAL);
    see(35, NORMAL);
    assertThat(alerts)
        .containsExactly(
            state(10, NORMAL, WARNING, 0),
            state(25, WARNING, CAUTION, 15),
            state(35, CAUTION, NORMAL, 25));
  }

  @Test
  void longRunAfterABacklogRaisesOneAlert() {
    take(List.of(run(0, 100, WARNING)), 100);
    assertThat(alerts).containsExactly(state(100, NORMAL, WARNING, 0));
  }

  @Test
  void lateReadingsChangeNothing() {
    see(100, NORMAL);
    take(List.of(run(0, 60, WARNING)), 101);
    see(105, NORMAL);
    assertThat(alerts).isEmpty();
  }

  @Test
  void readingsWithoutStateOnlyPreventSilence() {
    see(0, WARNING);
    take(List.of(new StateRun(7, Optional.empty(), Double.NaN, 5_000, 5_000, 5_000)), 5);
    see(10, WARNING);
    assertThat(alerts).containsExactly(state(10, NORMAL, WARNING, 0));
    take(List.of(new StateRun(7, Optional.empty(), Double.NaN, 39_000, 39_000, 39_000)), 39);
    take(List.of(), 50);
    assertThat(alerts).hasSize(1);
  }

  @Test
  void sensorBecomesSilentAndReturns() {
    see(0, WARNING);
    see(12, WARNING);
    take(List.of(), 41);
    assertThat(alerts).hasSize(1);
    take(List.of(), 42);
    take(List.of(), 80);
    see(90, WARNING);
    assertThat(alerts)
        .containsExactly(
            state(12, NORMAL, WARNING, 0),
            alert(AlertKind.SILENT, 42, WARNING, 12),
            alert(AlertKind.RETURNED, 90, WARNING, 12));
  }

  @Test
  void silenceDoesNotCountTowardsTheHold() {
    see(0, NORMAL);
    see(5, WARNING);
    take(List.of(), 40);
    see(60, WARNING);
    assertThat(alerts)
        .extracting(Alert::kind)
        .containsExactly(AlertKind.SILENT, AlertKind.RETURNED);
    see(70, WARNING);
    assertThat(alerts).last().isEqualTo(state(70, NORMAL, WARNING, 60));
  }

  @Test
  void noSilenceWhileAPartitionLags() {
    take(List.of(read(0, 1), read(1, 1)), List.of(run(1, 1, NORMAL)), RULES);
    take(List.of(), 1_000);
    assertThat(alerts).isEmpty();
    take(List.of(read(1, 1_000)), List.of(), RULES);
    assertThat(alerts).containsExactly(alert(AlertKind.SILENT, 31, NORMAL, 1));
  }

  @Test
  void slowProducerClockIsNoSilence() {
    for (int time = 1_000; time < 1_100; time += 5) {
      take(List.of(new StateRun(7, Optional.of(NORMAL), POWER_FACTOR, time, time, 1_000)), time);
    }

    assertThat(alerts).isEmpty();
  }

  @Test
  void removesSensorsOutOfService() {
    see(1, NORMAL);
    take(List.of(), 31);
    assertThat(table.sensors()).containsKey(7L);
    take(List.of(), 1 + SensorTable.REMOVE_AFTER_MILLIS / 1000);
    assertThat(table.sensors()).isEmpty();
  }

  @Test
  void withoutHoldEachChangeRaisesAnAlert() {
    AlertRules rules = new AlertRules(Duration.ZERO, Duration.standardSeconds(30));
    take(List.of(read(0, 0)), List.of(run(0, 0, CAUTION)), rules);
    assertThat(alerts).containsExactly(state(0, NORMAL, CAUTION, 0));
  }

  @Test
  void refusesInvalidTimes() {
    assertThatThrownBy(() -> new AlertRules(Duration.millis(-1), Duration.standardSeconds(1)))
        .hasMessageContaining("PT-0.001S");
    assertThatThrownBy(() -> new AlertRules(Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("PT0S");
  }

  @Test
  void aRiskRaisesOneAlertWhenItRisesAndOneWhenItHasFallen() {
    see(5, NORMAL);
    risk(60, 0.59);
    risk(120, 0.6);
    risk(180, 0.9);
    risk(240, 0.3);
    for (int minute = 5; minute <= 20; minute++) {
      risk(60L * minute, 0.29);
    }

    assertThat(alerts)
        .extracting(Alert::kind, Alert::timeMillis, Alert::isAtRisk, Alert::sinceMillis)
        .containsExactly(
            tuple(AlertKind.RISK, 120_000L, true, 60_000L),
            // 15 minutes after it was half the threshold for the last time.
            tuple(AlertKind.RISK, (240 + 900) * 1000L, false, 60_000L));
    assertThat(alerts).allMatch(alert -> alert.state().equals(Optional.of(NORMAL)));
    assertThat(alerts.get(0).outlook().risk()).isEqualTo(0.6);
  }

  @Test
  void aRiskThatComesTrueEndsAfterItsHour() {
    see(5, NORMAL);
    risk(120, 0.9);
    for (int minute = 3; minute <= 61; minute++) {
      risk(60L * minute, Double.NaN);
    }

    assertThat(alerts).extracting(Alert::isAtRisk).containsExactly(true);
    risk(62 * 60, Double.NaN);
    assertThat(alerts).extracting(Alert::isAtRisk).containsExactly(true, false);
  }

  @Test
  void aFacilityThatRestsEverySecondMinuteRaisesOneAlert() {
    see(5, NORMAL);
    for (int minute = 1; minute <= 240; minute++) {
      risk(60L * minute, minute % 2 == 0 ? Double.NaN : 0.9);
    }

    assertThat(alerts).hasSize(1);
  }

  @Test
  void theOutlookOfASilentSensorChangesNothing() {
    see(5, NORMAL);
    take(List.of(), 200);
    risk(120, 0.9);
    assertThat(alerts).extracting(Alert::kind).containsExactly(AlertKind.SILENT);
  }

  @Test
  void aRiskMustLastForTheHold() {
    AlertRules slow = new AlertRules(Duration.standardSeconds(120), Duration.standardSeconds(30));
    see(5, NORMAL);
    risk(60, 0.9, slow);
    risk(120, 0.1, slow);
    risk(180, 0.9, slow);
    assertThat(alerts).isEmpty();
    risk(240, 0.9, slow);
    assertThat(alerts).extracting(Alert::timeMillis).containsExactly(240_000L);
  }

  @Test
  void laterAlertsOfAFacilityAtRiskSaySo() {
    see(5, NORMAL);
    risk(120, 0.9);
    see(125, WARNING);
    see(135, WARNING);
    take(List.of(), 300);
    assertThat(alerts)
        .extracting(Alert::kind, Alert::isAtRisk)
        .containsExactly(
            tuple(AlertKind.RISK, true),
            tuple(AlertKind.STATE, true),
            tuple(AlertKind.SILENT, false));
    Alert change = alerts.get(1);
    assertThat(AlertTopic.status(change, Long.MAX_VALUE).risk().isHigh()).isTrue();
    assertThat(AlertTopic.status(alerts.get(2), Long.MAX_VALUE).risk().isHigh()).isFalse();
  }

  private void risk(long time, double risk) {
    risk(time, risk, RULES);
  }

  private void risk(long time, double risk, AlertRules rules) {
    Outlook none = Outlook.unknown(7);
    Outlook outlook =
        new Outlook(
            7,
            time * 1000,
            none.powerFactor(),
            none.state(),
            risk,
            List.of(),
            none.kvarTo90(),
            none.kvarTo95(),
            none.usualKvarTo90(),
            none.surcharge(),
            "",
            "1");
    table.update(outlook, 0.6, rules, alerts);
  }

  private void see(int time, SohState state) {
    take(List.of(run(time, time, state)), time);
  }

  private void take(List<StateRun> runs, long readUntil) {
    take(List.of(read(0, readUntil)), runs, RULES);
  }

  private void take(List<OffsetRange> offsets, List<StateRun> runs, AlertRules rules) {
    for (Alert alert : table.update(offsets, runs, rules)) {
      (alert.kind() == AlertKind.APPEARED ? appearances : alerts).add(withoutStateSince(alert));
    }
  }

  private static OffsetRange read(int partition, long until) {
    return new OffsetRange(partition, 0, 1, until * 1000);
  }

  private static StateRun run(long from, long until, SohState state) {
    return new StateRun(
        7, Optional.of(state), POWER_FACTOR, from * 1000, until * 1000, until * 1000);
  }

  private static Alert state(long time, SohState previous, SohState state, long since) {
    return change(time, Optional.of(previous), state, since);
  }

  private static Alert change(long time, Optional<SohState> previous, SohState state, long since) {
    return alert(AlertKind.STATE, time, Optional.of(state), previous, since, POWER_FACTOR);
  }

  private static Alert appeared(long time, Optional<SohState> state) {
    return alert(AlertKind.APPEARED, time, state, Optional.empty(), time, POWER_FACTOR);
  }

  private static Alert alert(AlertKind kind, long time, SohState state, long since) {
    double powerFactor = kind == AlertKind.SILENT ? Double.NaN : POWER_FACTOR;
    return alert(kind, time, Optional.of(state), Optional.empty(), since, powerFactor);
  }

  private static Alert alert(
      AlertKind kind,
      long time,
      Optional<SohState> state,
      Optional<SohState> previous,
      long since,
      double powerFactor) {
    return new Alert(
        kind, 7, time * 1000, state, previous, since * 1000, powerFactor, 0, 0, Outlook.unknown(7));
  }

  /** Tests of their own check since when the state is held. */
  private static Alert withoutStateSince(Alert alert) {
    return new Alert(
        alert.kind(),
        alert.sensorId(),
        alert.timeMillis(),
        alert.state(),
        alert.previous(),
        alert.sinceMillis(),
        alert.powerFactor(),
        0,
        alert.riskSinceMillis(),
        alert.outlook());
  }
}
