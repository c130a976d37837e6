// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.reading.PlantIds;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

class HistoryFormatsFuzzTest {
  private static final Instant LATEST = Instant.parse("2030-01-01T00:00:00Z");
  private static final ObjectMapper TREES = new ObjectMapper(HeatJson.FACTORY);

  @DictionaryFile(resourcePath = "/io/pfss/models/reading/heat.dict")
  @FuzzTest
  void eachEntryOfAFileIsReadOrRejected(byte[] file) throws IOException {
    Outcome outcome;
    try {
      outcome = read(file);
    } catch (IOException | InvalidReadingException e) {
      return;
    }

    for (HeatReading reading : outcome.readings) {
      assertThat(reading.eventTimeMillis()).isBetween(0L, LATEST.toEpochMilli());
    }

    if (outcome.format instanceof WideFormat) {
      assertThat(outcome.readings.size() + outcome.rejected).isEqualTo(entries(file));
    } else {
      assertThat(outcome.readings).hasSizeGreaterThanOrEqualTo(minutes(file, outcome.rejected));
    }
  }

  private static Outcome read(byte[] file) throws IOException, InvalidReadingException {
    HistoryFormat format =
        HistoryFormats.dated(
            () -> HeatJson.FACTORY.createParser(file),
            FieldNames.DEFAULT,
            PlantIds.NONE,
            OptionalLong.of(17),
            LATEST);
    List<HeatReading> readings = new ArrayList<>();
    int rejected = 0;
    try (JsonParser parser = HeatJson.FACTORY.createParser(file)) {
      format.start(parser);
      while (true) {
        try {
          Optional<HeatReading> reading = format.next(parser);
          if (reading.isEmpty()) {
            return new Outcome(format, readings, rejected);
          }

          readings.add(reading.get());
        } catch (InvalidEntryException e) {
          assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1_000);
          rejected++;
        }
      }
    }
  }

  /** Returns the number of entries of a wide-format file. */
  private static int entries(byte[] file) throws IOException {
    int entries = 0;
    try (JsonParser parser = HeatJson.FACTORY.createParser(file)) {
      JsonNode value;
      while ((value = TREES.readTree(parser)) != null) {
        entries += entries == 0 && value.isArray() ? value.size() : 1;
      }
    }

    return entries;
  }

  /** Returns the minimum number of readings of a long-format file with rejected entries. */
  private static int minutes(byte[] file, int rejected) throws IOException {
    Set<String> minutes = new HashSet<>();
    try (JsonParser parser = HeatJson.FACTORY.createParser(file)) {
      JsonNode value;
      while ((value = TREES.readTree(parser)) != null) {
        value.path(LongHeader.DATA).forEach(entry -> minutes.add(entry.path("TIMESTAMP").asText()));
      }
    }

    return minutes.size() - rejected;
  }

  private record Outcome(HistoryFormat format, List<HeatReading> readings, int rejected) {}
}
