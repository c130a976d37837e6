// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.reading.Measure;
import io.pfss.models.reading.PlantIds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HistoryFormatsTest {
  private static final String NAME = "new_heat_soh_pf_17.json";
  private static final Instant LATEST = Instant.parse("2022-05-02T00:00:00Z");

  @Test
  void readsArrayWithItsTimes() throws Exception {
    assertThat(
            read(
                "[{\"온도\":1,\"timestamp\":1.5,\"sensor_id\":3},\n"
                    + " {\"온도\":2,\"timestamp\":\"2022-05-01 00:00:00\"}]"))
        .containsExactly(
            temperature(3, 1_500, 1),
            temperature(17, Instant.parse("2022-04-30T15:00:00Z").toEpochMilli(), 2));
  }

  @Test
  void readsJsonLines() throws Exception {
    assertThat(
            read(
                """
                {"온도":1,"timestamp":1,"sensor_id":3}
                {"온도":2,"timestamp":2,"sensor_id":4}
                """))
        .containsExactly(temperature(3, 1_000, 1), temperature(4, 2_000, 2));
  }

  @Test
  void pivotsLongFormatByMinuteInKoreanTime() throws Exception {
    long first = Instant.parse("2022-04-30T15:00:00Z").toEpochMilli();
    assertThat(
            read(
                "{\"data\":["
                    + entry("온도", "30.5", "2022-05-01 00:00:00")
                    + ","
                    + entry("주파수", "null", "2022-05-01 00:00:00")
                    + ","
                    + entry("온도", "31", "2022-05-01 00:01:00")
                    + "],\"DEVICE_ID\":\"factory\",\"DEVICE_BD_ID\":\"812\"}"))
        .containsExactly(temperature(812, first, 30.5), temperature(812, first + 60_000, 31));
  }

  @Test
  void continuesAfterInvalidEntry() throws Exception {
    String good = "{\"온도\":1,\"timestamp\":1,\"sensor_id\":3}";
    for (String bad :
        List.of(
            "{\"온도\":{\"a\":[1,{\"b\":2}]},\"timestamp\":1,\"sensor_id\":3}",
            "{\"온도\":[[1],2],\"timestamp\":1,\"sensor_id\":3}",
            "{\"온도\":\"hot\",\"note\":{\"a\":1}}",
            "{\"timestamp\":\"yesterday\"}",
            "{\"timestamp\":1e300}",
            "{}",
            "17",
            "null",
            "[[],{\"온도\":1}]")) {
      String file = "[" + good + " , \n" + bad + "," + good + "]";
      assertThat(readUntilInvalid(file)).containsExactly("3", bad, "3");
    }
  }

  @Test
  void invalidLongEntryLeavesItsMinuteIntact() throws Exception {
    String good = entry("온도", "30.5", "2022-05-01 00:00:00");
    String alsoGood = entry("R상전압", "220", "2022-05-01 00:00:00");
    for (String bad :
        List.of(
            "17",
            "{\"ITEM_NAME\":\"온도\"}",
            entry("온도", "1", "2022-05-01"),
            entry("온도", "1", "2022-02-30 00:00:00"),
            "{\"TIMESTAMP\":\"2022-05-01 00:00:00\",\"x\":{\"y\":[1]}}")) {
      String file = "{\"DEVICE_ID\":\"5\",\"data\":[" + good + "," + bad + "," + alsoGood + "]}";
      assertThat(readUntilInvalid(file)).containsExactly(bad, "5");
    }
  }

  @Test
  void readingAfterLatestTimeIsInvalid() {
    assertThatThrownBy(() -> read("[{\"온도\":1,\"timestamp\":1651449600.001}]"))
        .hasMessage("the time is after 2022-05-02T00:00:00Z: 2022-05-02T00:00:00.001Z");
    assertThatThrownBy(
            () ->
                read(
                    "{\"DEVICE_ID\":\"1\",\"data\":["
                        + entry("온도", "30.5", "2022-05-02 09:01:00")
                        + "]}"))
        .hasMessage("the time is after 2022-05-02T00:00:00Z: 2022-05-02T00:01:00Z");
  }

  @Test
  void messageNamesUnknownFormat() {
    assertThatThrownBy(() -> read("17"))
        .isInstanceOf(InvalidReadingException.class)
        .hasMessage("it is neither a JSON array nor an object");
    assertThatThrownBy(() -> read("")).isInstanceOf(InvalidReadingException.class);
    assertThatThrownBy(() -> read("{\"data\":[]}"))
        .hasMessage("it has neither DEVICE_ID nor DEVICE_BD_ID");
    assertThatThrownBy(() -> read("{\"DEVICE_ID\":null,\"DEVICE_BD_ID\":{\"data\":1},\"data\":[]}"))
        .hasMessage("it has neither DEVICE_ID nor DEVICE_BD_ID");
    assertThatThrownBy(() -> read("{\"DEVICE_ID\":\"1\",\"data\":{}}"))
        .hasMessageContaining("data is not an array: START_OBJECT");
    assertThatThrownBy(() -> read("{\"DEVICE_ID\":\"1\"}")).hasMessageContaining("has no data");
    assertThatThrownBy(() -> read("{\"DEVICE_ID\":\"1\",\"data\":[],\"data\":[]}"))
        .hasMessageContaining("data twice");
    assertThatThrownBy(() -> read("{\"DEVICE_ID\":\"1\",\"data\":[]}{}"))
        .hasMessageContaining("unexpected content after the object");
    assertThatThrownBy(() -> read("[] []"))
        .hasMessageContaining("unexpected content after the array");
    assertThatThrownBy(() -> read("sensor_id,timestamp")).isInstanceOf(JsonParseException.class);
    assertThatThrownBy(() -> read("[{\"sensor_id\":1,")).hasMessageContaining("end-of-input");
  }

  @Test
  void mergesEntriesOfMinuteInAnyOrder() throws Exception {
    List<HeatReading> expected = read(field("a-good_17.json"));

    assertThat(expected).hasSize(3);
    for (HeatReading reading : expected) {
      assertThat(Measure.ALL.stream().filter(reading::has)).hasSize(9);
      assertThat(reading.extra()).isEmpty();
    }

    assertThat(read(field("g-channel-major_17.json"))).isEqualTo(expected);
    assertThat(read(field("f-nfd_17.json"))).isEqualTo(expected);
  }

  @Test
  void entryAfterTooManyLaterMinutesIsInvalid() throws Exception {
    String late = entry("R상전류", "1", "2022-05-01 00:00:00");
    String file =
        "{\"DEVICE_ID\":\"5\",\"data\":["
            + Stream.of("00", "01", "02", "03")
                .map(minute -> entry("온도", "1", "2022-05-01 00:" + minute + ":00"))
                .collect(Collectors.joining(","))
            + ","
            + late
            + "]}";
    HistoryFormat format = LongFormat.dated(FieldNames.DEFAULT, 5, LATEST, 3);
    try (JsonParser parser = parser(file)) {
      format.start(parser);
      assertThat(format.next(parser)).isPresent();
      assertThatThrownBy(() -> format.next(parser))
          .isInstanceOf(InvalidEntryException.class)
          .hasMessage(
              "the entry comes after entries of 3 later minutes: sort the file by TIMESTAMP, or"
                  + " split it");
      for (int i = 1; i < 4; i++) {
        assertThat(format.next(parser).orElseThrow().has(Measure.R_CURRENT)).isFalse();
      }

      assertThat(format.next(parser)).isEmpty();
    }
  }

  @Test
  void returnsReadingsBeforeBrokenJson() throws Exception {
    String file =
        "{\"DEVICE_ID\":\"5\",\"data\":["
            + entry("온도", "1", "2022-05-01 00:00:00")
            + ","
            + entry("온도", "1", "2022-05-01 00:01:00")
            + ",{\"ITEM";
    HistoryFormat format =
        LongFormat.dated(FieldNames.DEFAULT, 5, LATEST, LongFormat.MAX_OPEN_MINUTES);
    try (JsonParser parser = parser(file)) {
      format.start(parser);
      assertThat(format.next(parser)).isPresent();
      assertThatThrownBy(() -> format.next(parser)).isInstanceOf(JsonParseException.class);
    }
  }

  @Test
  void unknownChannelsBecomeExtraFields() throws Exception {
    List<HeatReading> readings =
        read(
            "{\"DEVICE_ID\":\"5\",\"data\":["
                + entry("전류고조파평균", "2.5", "2022-05-01 00:00:00")
                + ","
                + entry(" temperature", "1", "2022-05-01 00:00:00")
                + ","
                + entry("역률평균", "null", "2022-05-01 00:00:00")
                + "]}");

    assertThat(readings).hasSize(1);
    assertThat(readings.get(0).value(Measure.TEMPERATURE)).isEqualTo(1);
    assertThat(readings.get(0).extra()).contains("{\"전류고조파평균\":2.5,\"역률평균\":null}");
  }

  @Test
  void minuteWithoutMeasuresIsInvalid() {
    assertThatThrownBy(
            () ->
                read(
                    "{\"DEVICE_ID\":\"5\",\"data\":["
                        + entry("temp", "1", "2022-05-01 00:00:00")
                        + "]}"))
        .isInstanceOf(InvalidEntryException.class)
        .hasMessage("None of the 23 measures is present; unknown fields: temp");
  }

  private static String field(String name) throws IOException {
    try (InputStream in = HistoryFormatsTest.class.getResourceAsStream("field/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<HeatReading> read(String file) throws Exception {
    HistoryFormat format =
        HistoryFormats.dated(
            () -> parser(file),
            FieldNames.DEFAULT,
            PlantIds.NONE,
            HistoryFormats.sensorInName(NAME),
            LATEST);
    List<HeatReading> readings = new ArrayList<>();
    try (JsonParser parser = parser(file)) {
      format.start(parser);
      Optional<HeatReading> reading = format.next(parser);
      while (reading.isPresent()) {
        readings.add(reading.get());
        reading = format.next(parser);
      }
    }

    return readings;
  }

  /** Returns the sensors of readings and the texts of invalid entries. */
  private static List<String> readUntilInvalid(String file) throws Exception {
    byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
    HistoryFormat format =
        HistoryFormats.dated(
            () -> parser(file),
            FieldNames.DEFAULT,
            PlantIds.NONE,
            HistoryFormats.sensorInName("x.json"),
            LATEST);
    List<String> found = new ArrayList<>();
    try (JsonParser parser = parser(file)) {
      format.start(parser);
      while (true) {
        try {
          Optional<HeatReading> reading = format.next(parser);
          if (reading.isEmpty()) {
            return found;
          }

          found.add(Long.toString(reading.get().sensorId()));
        } catch (InvalidEntryException e) {
          int start = (int) e.start().getByteOffset();
          int end = (int) e.end().getByteOffset();
          found.add(new String(bytes, start, end - start, StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static JsonParser parser(String file) throws IOException {
    return HeatJson.FACTORY.createParser(
        new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
  }

  private static HeatReading temperature(long sensorId, long timeMillis, double value) {
    return HeatReading.builder(sensorId, timeMillis).set(Measure.TEMPERATURE, value).build();
  }

  private static String entry(String item, String value, String minute) {
    return "{\"ITEM_NAME\":\"%s\",\"ITEM_VALUE\":%s,\"TIMESTAMP\":\"%s\",\"LABEL_NAME\":\"정상\"}"
        .formatted(item, value, minute);
  }
}
