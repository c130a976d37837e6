// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class HeatJsonFuzzTest {
  @DictionaryFile(resourcePath = "heat.dict")
  @FuzzTest
  void aRecordIsOneReadingOrADeadLetter(byte[] record) throws InvalidReadingException {
    HeatReading reading;
    try {
      reading = HeatJson.read(record);
    } catch (InvalidReadingException e) {
      assertThat(e.code()).isIn(ErrorCode.MALFORMED, ErrorCode.SCHEMA, ErrorCode.OUT_OF_RANGE);
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1_000);
      assertThat(e.getMessage().codePoints()).noneMatch(Character::isISOControl);
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(e.getMessage())).isTrue();
      if (record.length < ExtraFields.MAX_BYTES) {
        assertThat(TreeReadings.withoutDuplicates(record)).isEmpty();
      }

      return;
    }

    assertThat(reading.eventTimeMillis()).isBetween(0L, HeatJson.MAX_EVENT_TIME_MILLIS);
    assertThat(TreeReadings.lastCounts(record)).contains(withoutExtra(reading));
    assertThat(HeatJson.read(HeatJson.write(reading))).isEqualTo(reading);
  }

  private static HeatReading withoutExtra(HeatReading reading) {
    HeatReading.Builder copy = HeatReading.builder(reading.sensorId(), reading.eventTimeMillis());
    Measure.ALL.forEach(measure -> copy.set(measure, reading.value(measure)));
    return copy.build();
  }
}
