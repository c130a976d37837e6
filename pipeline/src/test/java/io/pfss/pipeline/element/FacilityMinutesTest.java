// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.facility.MinuteSums;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.util.List;
import org.junit.jupiter.api.Test;

class FacilityMinutesTest {
  private static final long ON_TIME = 500;

  private final FacilityMinutes minutes = new FacilityMinutes();

  @Test
  void addsUpTheReadingsOfAMinute() {
    add(7, 60_000, ON_TIME, 3);
    add(8, 61_000, ON_TIME, 5);
    add(7, 119_999, ON_TIME, 4);
    add(7, 120_000, ON_TIME, 1);
    add(7, 119_000, ON_TIME, 2);

    assertThat(minutes.all())
        .containsExactlyInAnyOrder(
            minute(7, 1, 2, 7), minute(7, 2, 1, 1), minute(7, 1, 1, 2), minute(8, 1, 1, 5));
    assertThat(minutes.all().stream().filter(each -> each.sensorId() == 7))
        .containsExactly(minute(7, 1, 2, 7), minute(7, 2, 1, 1), minute(7, 1, 1, 2));
  }

  @Test
  void aClockThatIsAheadCountsByTheTimeOfArrival() {
    add(7, 3_600_000, -3_540_000, 3);
    assertThat(minutes.all()).containsExactly(minute(7, 1, 1, 3));
  }

  @Test
  void readingsWithoutPowerCountForNothing() {
    HeatReading reading = HeatReading.builder(7, 0).set(Measure.TEMPERATURE, 20).build();
    add(new ReceivedReading(reading, new SourceOffset(0, 0), 0));
    assertThat(minutes.all()).isEmpty();
  }

  private void add(long sensor, long eventMillis, long lateMillis, double active) {
    HeatReading reading =
        HeatReading.builder(sensor, eventMillis)
            .set(Measure.ACTIVE_POWER_AVG, active)
            .set(Measure.REACTIVE_POWER_AVG, 1)
            .build();
    add(new ReceivedReading(reading, new SourceOffset(0, 0), eventMillis + lateMillis));
  }

  private void add(ReceivedReading reading) {
    minutes.add(new ScoredBatch(List.of(), List.of(reading), List.of(), List.of()));
  }

  private static FacilityMinute minute(long sensor, long minute, int readings, double active) {
    return new FacilityMinute(sensor, new MinuteSums(minute, readings, active, readings));
  }
}
