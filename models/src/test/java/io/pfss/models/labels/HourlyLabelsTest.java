// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.SohState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HourlyLabelsTest {
  private static final long NINE = Instant.parse("2026-01-05T09:00:00Z").toEpochMilli();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final List<LabelledReading> labelled = new ArrayList<>();
  private final HourlyLabels labels =
      new HourlyLabels(PowerFactorRule.AI_HUB, Duration.ofHours(1), labelled::add);

  @Test
  void labelsHourByPowerFactorOfItsEnergy() {
    // 3 W and 4 var, then 9 W and none: 12 / √(12² + 4²) = 0.95.
    labels.add(reading(1, 0, 3, 4));
    labels.add(reading(1, 59, 9, 0));
    assertThat(labelled).isEmpty();
    labels.add(reading(1, 60, 3, 4));
    assertThat(labelled).extracting(LabelledReading::state).containsOnly(SohState.NORMAL);
    labels.end();

    assertThat(labelled)
        .extracting(LabelledReading::state)
        .containsExactly(SohState.NORMAL, SohState.NORMAL, SohState.WARNING);
  }

  @Test
  void labelsEachFacilitySeparately() {
    labels.add(reading(1, 0, 1, 0));
    labels.add(reading(2, 0, 0, 1));
    labels.add(reading(1, 1, 1, 0));
    labels.end();

    assertThat(labelled)
        .filteredOn(one -> one.reading().sensorId() == 1)
        .hasSize(2)
        .allMatch(one -> one.state() == SohState.NORMAL);
    assertThat(labelled)
        .filteredOn(one -> one.reading().sensorId() == 2)
        .hasSize(1)
        .allMatch(one -> one.state() == SohState.WARNING);
  }

  @Test
  void hourWithoutPowersKeepsPreviousState() {
    HourlyLabels slow =
        new HourlyLabels(new PowerFactorRule(0.8, 0.6, 0.3), Duration.ofHours(1), labelled::add);
    slow.add(reading(1, 0, 0.1, 1));
    slow.add(HeatReading.builder(1, NINE + 60 * MINUTE).set(Measure.TEMPERATURE, 3).build());
    slow.add(reading(1, 120, 1, 0.2));
    slow.end();

    assertThat(labelled)
        .extracting(LabelledReading::state)
        .containsExactly(SohState.WARNING, SohState.CAUTION);
  }

  @Test
  void rejectsReadingsOutOfOrder() {
    labels.add(reading(17, 60, 1, 0));
    assertThatThrownBy(() -> labels.add(reading(17, 0, 1, 0)))
        .hasMessageContaining("facility 17 are not in time order");
  }

  private static HeatReading reading(long facility, long minute, double active, double reactive) {
    return HeatReading.builder(facility, NINE + minute * MINUTE)
        .set(Measure.ACTIVE_POWER_AVG, active)
        .set(Measure.REACTIVE_POWER_AVG, reactive)
        .build();
  }
}
