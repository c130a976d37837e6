// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeatJsonTest {
  private static final String MINIMAL = "{\"sensor_id\":7,\"timestamp\":1700000000.25,\"온도\":1}";

  @Provide
  Arbitrary<HeatReading> readings() {
    return Readings.any();
  }

  @Property(tries = 2_000)
  void readsWhatItWrites(@ForAll("readings") HeatReading reading) throws InvalidReadingException {
    assertThat(HeatJson.read(HeatJson.write(reading))).isEqualTo(reading);
  }

  @Test
  void readsFieldsOfTheContract() throws InvalidReadingException {
    HeatReading reading =
        read(
            "{\"R상무효전력\":-1.5,\"온도\":31,\"주파수\":null,\"sensor_id\":7,"
                + "\"timestamp\":1700000000.25,\"added\":{\"by\":[\"others\"]}}");

    assertThat(reading.sensorId()).isEqualTo(7);
    assertThat(reading.eventTimeMillis()).isEqualTo(1_700_000_000_250L);
    assertThat(reading.value(Measure.R_REACTIVE_POWER)).isEqualTo(-1.5);
    assertThat(reading.value(Measure.TEMPERATURE)).isEqualTo(31);
    assertThat(reading.has(Measure.FREQUENCY)).isFalse();
    assertThat(reading.has(Measure.T_CURRENT)).isFalse();
  }

  @Test
  void writesSecondsAndOmitsAbsentMeasures() {
    HeatReading reading =
        HeatReading.builder(7, 1_700_000_000_250L).set(Measure.TEMPERATURE, 31.5).build();

    assertThat(new String(HeatJson.write(reading), StandardCharsets.UTF_8))
        .isEqualTo("{\"온도\":31.5,\"sensor_id\":7,\"timestamp\":1.70000000025E9}");
  }

  @Test
  void lastOfEqualNamesCounts() throws InvalidReadingException {
    assertThat(read("{\"sensor_id\":1,\"sensor_id\":2,\"timestamp\":1,\"온도\":1}").sensorId())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "MALFORMED    | ``                                      | empty",
        "MALFORMED    | []                                      | Expected a JSON object",
        "MALFORMED    | 17                                      | Expected a JSON object",
        "MALFORMED    | {                                       | Not JSON",
        "MALFORMED    | {\"sensor_id\":7,\"timestamp\":1          | Not JSON",
        "MALFORMED    | {\"sensor_id\":7,\"timestamp\":1} {}      | Unexpected content after",
        "MALFORMED    | {\"sensor_id\":7,\"timestamp\":1}x        | Not JSON",
        "MALFORMED    | {'sensor_id':7}                         | Not JSON",
        "SCHEMA       | {\"timestamp\":1}                         | sensor_id is missing",
        "SCHEMA       | {\"sensor_id\":7}                         | timestamp is missing",
        "SCHEMA       | {\"sensor_id\":null,\"timestamp\":1}       | sensor_id is not an integer: null",
        "SCHEMA       | {\"sensor_id\":\"7\",\"timestamp\":1}      | sensor_id is not an integer: 7",
        "SCHEMA       | {\"sensor_id\":7.5,\"timestamp\":1}        | sensor_id is not an integer: 7.5",
        "OUT_OF_RANGE | {\"sensor_id\":9223372036854775808}       | does not fit 64 bits",
        "SCHEMA       | {\"sensor_id\":7,\"timestamp\":null}       | timestamp is not a number: null",
        "SCHEMA       | {\"sensor_id\":7,\"timestamp\":\"1\"}      | timestamp is not a number: 1",
        "OUT_OF_RANGE | {\"sensor_id\":7,\"timestamp\":-1}         | 1970 and 9999",
        "OUT_OF_RANGE | {\"sensor_id\":7,\"timestamp\":1e12}       | 1970 and 9999",
        "OUT_OF_RANGE | {\"sensor_id\":7,\"timestamp\":NaN}        | timestamp is not finite: NaN",
        "OUT_OF_RANGE | {\"온도\":NaN}                            | 온도 is not finite: NaN",
        "OUT_OF_RANGE | {\"온도\":-Infinity}                      | 온도 is not finite: -Infinity",
        "OUT_OF_RANGE | {\"온도\":1e999}                          | 온도 is not finite: 1e999",
        "SCHEMA       | {\"온도\":\"hot\"}                        | 온도 is not a number: hot",
        "SCHEMA       | {\"온도\":true}                           | 온도 is not a number: true",
        "SCHEMA       | {\"온도\":{}}                             | 온도 is not a number: {",
        "SCHEMA       | {\"sensor_id\":7,\"timestamp\":1}         | None of the 23 measures is present",
        "SCHEMA       | {\"sensor_id\":7,\"timestamp\":1,\"습도\":1,\"temp\":2} | unknown fields: 습도, temp",
        "SCHEMA       | {\"sensor_id\":7,\"timestamp\":1,\"온도\":1,\"temperature\":2} | 온도 appears under several",
        "SCHEMA       | {\"sensor_id\":7,\"timestamp\":1,\" timestamp\":2} | timestamp appears under several",
        "SCHEMA       | {\"sensor_id\":7,\"sensor_id \":8}         | sensor_id appears under several",
      })
  void messageNamesInvalidValue(ErrorCode code, String json, String message) {
    InvalidReadingException e =
        catchThrowableOfType(InvalidReadingException.class, () -> read(json));

    assertThat(e).isNotNull();
    assertThat(e.code()).isEqualTo(code);
    assertThat(e).hasMessageContaining(message);
  }

  @Test
  void rejectsNullAndSkipsByteOrderMark() throws InvalidReadingException {
    assertThat(
            catchThrowableOfType(InvalidReadingException.class, () -> HeatJson.read((byte[]) null)))
        .hasMessageContaining("empty");
    // Jackson skips a byte order mark.
    assertThat(read("\uFEFF" + MINIMAL).sensorId()).isEqualTo(7);
  }

  @Test
  void handlesMegabyteRecordsQuickly() {
    int megabyte = 1 << 20;
    StringBuilder names = new StringBuilder("{\"a\":1");
    for (int i = 0; names.length() < megabyte; i++) {
      names.append(",\"").append(Integer.toString(i * 7919, 36)).append("\":0");
    }

    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          assertMalformed("[".repeat(megabyte));
          assertMalformed("{\"a\":" + "[".repeat(100_000));
          assertMalformed("{\"a\":".repeat(100_000));
          assertThat(catchThrowableOfType(InvalidReadingException.class, () -> read(names + "}")))
              .hasMessageStartingWith("sensor_id is missing; unknown fields: a, 0, ");
          assertThat(
                  catchThrowableOfType(
                      InvalidReadingException.class,
                      () -> read(with("\"note\":\"" + "x".repeat(megabyte) + "\""))))
              .hasMessage("Unknown fields exceed 8192 bytes of JSON; unknown fields: note");
          assertMalformed("{\"온도\":" + "9".repeat(megabyte) + "}");
          assertMalformed("{\"온도\":0." + "9".repeat(megabyte) + "}");
          assertMalformed("{\"sensor_id\":" + "9".repeat(megabyte) + "}");
        });
  }

  @Test
  void readsMeasuresWithoutSensorAndTime() throws IOException, InvalidReadingException {
    try (JsonParser parser =
        HeatJson.FACTORY.createParser("{\"온도\":3,\"timestamp\":\"2023-01-01 00:00:00\"}")) {
      parser.nextToken();
      HeatReading reading = HeatJson.readMeasures(parser, FieldNames.DEFAULT, 5, 1_000);

      assertThat(reading)
          .isEqualTo(HeatReading.builder(5, 1_000).set(Measure.TEMPERATURE, 3).build());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"01-control", "15-nfd-names", "41-english-names"})
  void acceptsOtherUnicodeFormsAndColumnNames(String file) throws Exception {
    byte[] record;
    try (InputStream in = HeatJsonTest.class.getResourceAsStream("field/" + file)) {
      record = in.readAllBytes();
    }

    HeatReading reading = HeatJson.read(record);

    assertThat(reading.value(Measure.ACTIVE_POWER_AVG)).isEqualTo(300);
    assertThat(reading.value(Measure.REACTIVE_POWER_AVG)).isEqualTo(99);
    assertThat(reading.extra()).isEmpty();
  }

  @Test
  void ignoresSpaceAroundNames() throws InvalidReadingException {
    assertThat(read("{\" sensor_id\":7,\"timestamp\\u00a0\":1700000000.25,\"\\n온도 \":1}"))
        .isEqualTo(read(MINIMAL));
  }

  @Test
  void acceptsTwoNamesWithEqualValues() throws InvalidReadingException {
    assertThat(read(with("\"temperature\":1"))).isEqualTo(read(MINIMAL));
    assertThat(read(with("\"temperature\":null"))).isEqualTo(read(MINIMAL));
  }

  @Test
  void acceptsReadingOfNulls() throws InvalidReadingException {
    HeatReading nulls = read("{\"sensor_id\":7,\"timestamp\":1,\"온도\":null}");

    assertThat(nulls).isEqualTo(HeatReading.builder(7, 1_000).build());
    assertThat(HeatJson.read(HeatJson.write(nulls))).isEqualTo(nulls);
  }

  @Test
  void keepsUnknownFieldsUnchanged() throws InvalidReadingException {
    String fields =
        "\"습도\":0.1234567890123456789,\"site\":{\"a\":[1,true,null,\"\\u0000\"]},\"big\":1e999,"
            + "\"half\":\"\\ud800\",\"site\":{}";
    HeatReading reading = read(with(fields));

    assertThat(reading.extra()).contains("{" + fields + "}");
    assertThat(HeatJson.read(HeatJson.write(reading))).isEqualTo(reading);
    assertThat(reading.at(5).extra()).isEqualTo(reading.extra());
    assertThat(reading).isNotEqualTo(read(MINIMAL));
    assertThat(read(with("\"a\":NaN")).extra()).contains("{\"a\":\"NaN\"}");
  }

  @Test
  void messageNamesSomeOfManyUnknownFields() {
    String fields =
        IntStream.range(0, 30)
            .mapToObj(i -> "\"" + i + "x".repeat(1_000) + "\":1")
            .collect(Collectors.joining(","));

    assertThat(
            catchThrowableOfType(
                InvalidReadingException.class,
                () -> read("{\"sensor_id\":7,\"timestamp\":1," + fields + "}")))
        .hasMessageContaining("0xxx")
        .hasMessageContaining("… and 20 more")
        .message()
        .hasSizeLessThan(1_000);
  }

  @Test
  void messageNamesOtherEncoding() {
    assertForeign(MINIMAL.getBytes(StandardCharsets.UTF_16), "UTF-16");
    assertForeign(MINIMAL.getBytes(StandardCharsets.UTF_16LE), "UTF-16");
    assertForeign(MINIMAL.getBytes(StandardCharsets.UTF_16BE), "UTF-16");
    assertForeign(MINIMAL.getBytes(Charset.forName("UTF-32LE")), "UTF-32");
    assertForeign(MINIMAL.getBytes(Charset.forName("UTF-32BE")), "UTF-32");
    assertForeign(("\uFEFF" + MINIMAL).getBytes(Charset.forName("UTF-32BE")), "UTF-32");
    assertForeign(new byte[] {0, 0, -1, -2, '{', '}'}, "UTF-32");
    assertForeign(new byte[] {0x1f, (byte) 0x8b, 8, 0}, "gzip");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 123, 31_488, 65_541, 1_000_000})
  void messageNamesSchemaRegistryFormat(int id) {
    byte[] json = MINIMAL.getBytes(StandardCharsets.UTF_8);
    byte[] record = ByteBuffer.allocate(5 + json.length).put((byte) 0).putInt(id).put(json).array();

    assertForeign(record, "Confluent Schema Registry, schema id " + id + ":");
  }

  private static String with(String fields) {
    return MINIMAL.replace("}", "," + fields + "}");
  }

  private static void assertForeign(byte[] record, String message) {
    InvalidReadingException e =
        catchThrowableOfType(InvalidReadingException.class, () -> HeatJson.read(record));

    assertThat(e).hasMessageContaining(message);
    assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED);
  }

  private static void assertMalformed(String json) {
    InvalidReadingException e =
        catchThrowableOfType(InvalidReadingException.class, () -> read(json));

    assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(e.getMessage()).hasSizeLessThan(1_000);
  }

  private static HeatReading read(String json) throws InvalidReadingException {
    return HeatJson.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
