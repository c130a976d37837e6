// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldNamesTest {
  @Test
  void acceptsNamesOfFileAndDefaultNames() throws Exception {
    FieldNames names =
        read("\uFEFF# ours\n온도=temp c\nactive_power_avg = 유효 전력 \nsensor_id=device\ntimestamp=ts");

    HeatReading reading =
        HeatJson.read(
            "{\"device\":7,\"ts\":1,\" temp c\":31,\"유효 전력\":5,\"주파수\":60,\"전류평균\":2}"
                .getBytes(StandardCharsets.UTF_8),
            names);

    assertThat(reading)
        .isEqualTo(
            HeatReading.builder(7, 1_000)
                .set(Measure.TEMPERATURE, 31)
                .set(Measure.ACTIVE_POWER_AVG, 5)
                .set(Measure.FREQUENCY, 60)
                .set(Measure.CURRENT_AVG, 2)
                .build());
  }

  @Test
  void acceptsAnyUnicodeForm() throws IOException {
    FieldNames names = read(Normalizer.normalize("주파수=진동수", Normalizer.Form.NFD));

    assertThat(names.measure("진동수")).contains(Measure.FREQUENCY);
    assertThat(names.measure(Normalizer.normalize("진동수", Normalizer.Form.NFD)))
        .contains(Measure.FREQUENCY);
    assertThat(names.measure("sensor_id")).isEmpty();
    assertThat(names.measure("습도")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "습도=humidity                   | '습도' is not a measure, sensor_id or timestamp",
        "온도=                           | '온도' has an empty name",
        "온도=a\\n온도=b                 | '온도' is named twice",
        "온도=a\\ntemperature=b          | is named twice",
        "온도=a\\n주파수=a                | 'a' is the name of two fields: ",
        "온도=주파수                      | '주파수' is the name of two fields: 주파수, 온도",
      })
  void rejectsInvalidFileInOneLine(String properties, String message) {
    assertThatThrownBy(() -> read(properties.replace("\\n", "\n")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void rejectsOtherEncoding() {
    byte[] korean = "온도=temp".getBytes(Charset.forName("EUC-KR"));

    assertThatThrownBy(() -> FieldNames.read(new ByteArrayInputStream(korean)))
        .isInstanceOf(CharacterCodingException.class)
        .hasMessage("it is not in UTF-8: save it in UTF-8");
  }

  private static FieldNames read(String properties) throws IOException {
    return FieldNames.read(new ByteArrayInputStream(properties.getBytes(StandardCharsets.UTF_8)));
  }
}
