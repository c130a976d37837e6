// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.facility.RiskInput;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RiskRowsTest {
  private final RiskRows rows = new RiskRows(0.6, Plant.ZONE);

  @Test
  void aRowKnowsWhenTheLimitIsReached() {
    add(0, 200, 0.9);
    add(200, 230, 0.3);
    add(230, 400, 0.9);

    // The energy of 10 minutes follows the minute a little later.
    long limit =
        rows.rows().stream().filter(RiskRow::isPositive).findFirst().orElseThrow().limitMinute();
    assertThat(limit - Plant.FROM).isBetween(202L, 208L);
    List<RiskRow> positive = rows.rows().stream().filter(RiskRow::isPositive).toList();
    assertThat(positive).extracting(RiskRow::limitMinute).containsOnly(limit);
    assertThat(positive.get(0).minute()).isBetween(limit - 60, limit - 56);
    // Not while the power factor is low, and not before its mean has recovered.
    assertThat(rows.rows())
        .extracting(row -> row.minute() - Plant.FROM)
        .noneMatch(minute -> minute >= 200 && minute <= 230)
        .contains(30L, 35L, 195L, 300L);
  }

  @Test
  void aRowNeedsHalfAnHourBeforeAndAWholeHourAfter() {
    add(0, 150, 0.9);
    // A gap of 16 minutes: the hour before it is not known to its end.
    add(166, 300, 0.9);

    List<Long> minutes = rows.rows().stream().map(row -> row.minute() - Plant.FROM).toList();
    assertThat(minutes.get(0)).isEqualTo(30);
    assertThat(minutes).contains(85L, 170L, 235L).noneMatch(minute -> minute > 89 && minute < 166);
    assertThat(minutes).noneMatch(minute -> minute > 239);
  }

  @Test
  void aRowWithAnIncompleteHourIsLeftOutWhateverItBrought() {
    add(0, 120, 0.9);
    add(120, 125, 0.3);
    add(150, 300, 0.9);

    assertThat(rows.rows()).noneMatch(RiskRow::isPositive);
    assertThat(rows.rows())
        .extracting(row -> row.minute() - Plant.FROM)
        .noneMatch(minute -> minute >= 70 && minute < 150);
  }

  @Test
  void aFacilityThatStandsHasNoRowAndIsNotAtTheLimit() {
    add(0, 100, 0.9);
    for (int minute = 100; minute < 130; minute++) {
      rows.add(
          HeatReading.builder(1, Duration.ofMinutes(Plant.FROM + minute).toMillis())
              .set(Measure.ACTIVE_POWER_AVG, 0)
              .set(Measure.REACTIVE_POWER_AVG, 0)
              .build());
    }

    add(130, 300, 0.9);

    assertThat(rows.rows())
        .isNotEmpty()
        .noneMatch(RiskRow::isPositive)
        .extracting(row -> row.minute() - Plant.FROM)
        .noneMatch(minute -> minute >= 100 && minute < 130);
  }

  @Test
  void yesterdayIsTheSameTimeADayBefore() {
    add(0, 600, 0.9);
    add(600, 620, 0.3);
    add(620, 1440 + 800, 0.9);

    assertThat(rows.rows().stream().filter(RiskRow::yesterday).map(RiskRow::minute).toList())
        .isNotEmpty()
        .allSatisfy(minute -> assertThat(minute - Plant.FROM - 1440).isBetween(540L, 625L));
    RiskRow noon =
        rows.rows().stream()
            .filter(row -> row.minute() == Plant.FROM + 1440 + 720)
            .findFirst()
            .orElseThrow();
    assertThat(noon.hour()).isEqualTo(12);
    assertThat(noon.input(RiskInput.WORKDAY)).isEqualTo(1);
  }

  private void add(int from, int to, double powerFactor) {
    for (int minute = from; minute < to; minute++) {
      rows.add(Plant.reading(1, Plant.FROM + minute, powerFactor));
    }
  }
}
