// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeatReadingTest {
  @Test
  void measureIsAbsentUntilItIsSet() {
    HeatReading reading = HeatReading.builder(1, 2).set(Measure.FREQUENCY, 60).build();

    assertThat(reading.has(Measure.FREQUENCY)).isTrue();
    assertThat(reading.has(Measure.TEMPERATURE)).isFalse();
    assertThat(reading.value(Measure.TEMPERATURE)).isNaN();
  }

  @Test
  void rejectsInfiniteValue() {
    HeatReading.Builder reading = HeatReading.builder(1, 2);
    assertThatThrownBy(() -> reading.set(Measure.FREQUENCY, Double.POSITIVE_INFINITY))
        .hasMessage("frequency is not finite: Infinity");
  }

  @Test
  void comparesReadingsByValue() {
    HeatReading reading = HeatReading.builder(1, 2).set(Measure.FREQUENCY, 0.0).build();

    assertThat(HeatReading.builder(1, 2).set(Measure.FREQUENCY, -0.0).build())
        .isEqualTo(reading)
        .hasSameHashCodeAs(reading);
    assertThat(HeatReading.builder(1, 2).build()).isNotEqualTo(reading);
    assertThat(reading.at(3)).isNotEqualTo(reading);
    assertThat(reading.at(3).at(2)).isEqualTo(reading);
  }

  @Test
  void findsMeasuresByName() {
    assertThat(Measure.ALL).hasSize(23);
    for (Measure measure : Measure.ALL) {
      assertThat(FieldNames.DEFAULT.measure(measure.jsonName())).contains(measure);
    }

    assertThat(FieldNames.DEFAULT.measure("습도")).isEmpty();
  }
}
