// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pfss.models.facility.RiskInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class AlarmsTest {
  private static final int DAY = 1440;

  private final List<RiskRow> rows = new ArrayList<>();

  /** Four days with one onset each, at noon. */
  AlarmsTest() {
    for (int minute = 0; minute < 4 * DAY; minute += 5) {
      int toNoon = 720 - minute % DAY;
      rows.add(
          new RiskRow(
              1,
              minute,
              new double[RiskInput.ALL.size()],
              0,
              toNoon > 0 && toNoon <= 60 ? toNoon : 0,
              false));
    }
  }

  @Test
  void theLeadRunsFromTheFirstAlarmWithinTheHorizonToTheLimit() {
    Alarms alarms = alarms(row -> row.minutesToLimit() > 0 && row.minutesToLimit() <= 40 ? 1 : 0);

    assertThat(alarms.onsets()).isEqualTo(4);
    assertThat(alarms.predicted()).isEqualTo(4);
    assertThat(alarms.predictedShare()).isEqualTo(new Interval(1, 1, 1));
    assertThat(alarms.medianLead()).isEqualTo(40);
    assertThat(alarms.falseADay()).isZero();
    assertThat(alarms.timeShare()).isCloseTo(8 / 288.0, within(1e-9));
    assertThat(alarms.beyondProfile()).isEqualTo(4);
  }

  @Test
  void anAlarmThatIsOnAllDayTellsNothing() {
    Alarms always = alarms(row -> 1);

    assertThat(always.predicted()).isZero();
    assertThat(always.threshold()).isNaN();
    assertThat(always.timeShare()).isZero();
  }

  @Test
  void anAlarmThatTheLimitDoesNotFollowIsFalse() {
    // Right at noon, and one more in the night: one a day, which 0.25 does not allow.
    ToDoubleFunction<RiskRow> score = row -> row.isPositive() || row.minute() % DAY < 30 ? 1 : 0;

    assertThat(alarms(score).predicted()).isZero();
    Alarms.Raised loose = Alarms.raise(rows, scores(score), 1.01);
    assertThat(loose.falseAlarms()).isEqualTo(4);
    assertThat(loose.leads()).hasSize(4);
  }

  @Test
  void lessThanFiveMinutesAreNoLead() {
    Alarms late = alarms(row -> row.minutesToLimit() > 0 && row.minutesToLimit() < 5 ? 1 : 0);

    assertThat(late.predicted()).isZero();
    assertThat(late.onsets()).isEqualTo(4);
  }

  @Test
  void aRowStandsForTheTimeToTheNextOneButNotForAGap() {
    assertThat(Alarms.days(rows)).isCloseTo(4, within(0.001));
    assertThat(Alarms.days(List.of(rows.get(0), rows.get(100))))
        .isCloseTo(20.0 / DAY, within(1e-9));
  }

  private Alarms alarms(ToDoubleFunction<RiskRow> score) {
    Alarms.Raised nothing = Alarms.raise(rows, scores(row -> 1), 0.25);
    return Alarms.of(rows, Alarms.raise(rows, scores(score), 0.25), nothing, new Blocks(rows));
  }

  private double[] scores(ToDoubleFunction<RiskRow> score) {
    return rows.stream().mapToDouble(score).toArray();
  }
}
