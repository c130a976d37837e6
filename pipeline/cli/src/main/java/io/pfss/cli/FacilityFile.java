// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.pfss.models.history.HistoryParsers;
import io.pfss.models.reading.PlantIds;
import io.pfss.models.reading.SafeText;
import io.pfss.models.text.Utf8;
import io.pfss.pipeline.catalog.FacilityRecord;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads and writes facilities as CSV with a header line, and reads a JSON array of them. The
 * columns are those of {@link #COLUMNS}; {@code name} and one of {@code sensor_id} and {@code
 * plant_id} are required.
 */
final class FacilityFile {
  static final List<String> COLUMNS =
      List.of(
          "sensor_id",
          "plant_id",
          "name",
          "site",
          "rated_power",
          "rated_voltage",
          "rated_current",
          "normal_limit",
          "warning_limit",
          "in_service");

  /** The first number of a sensor whose facility has only an id in the plant. */
  private static final long FIRST_NUMBER = 1_000_000_000;

  private static final Set<String> TRUE = Set.of("", "true", "yes", "1", "y");
  private static final Set<String> FALSE = Set.of("false", "no", "0", "n");

  /** The catalog has room for 200 characters, of which an ellipsis is one. */
  private static final int MAX_NAME = 199;

  private static final int MAX_ID = 100;
  private static final TypeReference<Map<String, String>> ROW = new TypeReference<>() {};

  private final Path file;
  private final Map<String, Long> numbers = new HashMap<>();
  private final Map<Long, String> plantIds = new HashMap<>();
  private final Set<Long> retired = new HashSet<>();
  private long nextNumber = FIRST_NUMBER;

  private FacilityFile(Path file, List<FacilityRecord> known) {
    this.file = file;
    for (FacilityRecord each : known) {
      nextNumber = Math.max(nextNumber, each.sensorId() + 1);
      if (!each.inService()) {
        retired.add(each.sensorId());
      }

      each.plantId()
          .ifPresent(
              id -> {
                numbers.put(id, each.sensorId());
                plantIds.put(each.sensorId(), id);
              });
    }
  }

  /**
   * Reads a file. A facility with only an id in the plant gets the number that the catalog has for
   * the id, or a new one.
   *
   * @param known the facilities in the catalog
   * @throws IllegalArgumentException if the file cannot be read or has other content
   */
  static List<FacilityRecord> read(Path file, List<FacilityRecord> known) {
    FacilityFile facilities = new FacilityFile(file, known);
    List<FacilityRecord> records = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    for (Map<String, String> row : rows(file)) {
      if (row == null || row.values().stream().allMatch(String::isBlank)) {
        // Spreadsheets write such rows below the last.
        continue;
      }

      FacilityRecord record = facilities.record(row);
      if (!seen.add(record.sensorId())) {
        throw new IllegalArgumentException(text("file.twice", file, record.id()));
      }

      records.add(record);
    }

    return records;
  }

  /** Returns facilities as CSV that {@link #read} reads. */
  static String csv(List<FacilityRecord> facilities) {
    CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true);
    COLUMNS.forEach(schema::addColumn);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (FacilityRecord each : facilities) {
      Map<String, Object> row = new HashMap<>();
      row.put("sensor_id", each.sensorId());
      each.plantId().ifPresent(id -> row.put("plant_id", id));
      row.put("name", each.name());
      row.put("site", each.site());
      each.ratedPower().ifPresent(value -> row.put("rated_power", value));
      each.ratedVoltage().ifPresent(value -> row.put("rated_voltage", value));
      each.ratedCurrent().ifPresent(value -> row.put("rated_current", value));
      each.normalLimit().ifPresent(value -> row.put("normal_limit", value));
      each.warningLimit().ifPresent(value -> row.put("warning_limit", value));
      row.put("in_service", each.inService());
      rows.add(row);
    }

    try {
      return new CsvMapper().writer(schema.build()).writeValueAsString(rows);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot write to a string", e);
    }
  }

  private static List<Map<String, String>> rows(Path file) {
    try {
      String content = Utf8.read(file);
      if (content.isBlank()) {
        throw new IllegalArgumentException(text("file.empty", file));
      }

      return content.stripLeading().startsWith("[") ? json(content) : csvRows(content);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(text("file.encoding", file), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(text("file.unreadable", file, e.getMessage()), e);
    }
  }

  private static List<Map<String, String>> json(String array) throws IOException {
    return new JsonMapper()
        .readerFor(new TypeReference<List<Map<String, String>>>() {})
        .readValue(array);
  }

  private static List<Map<String, String>> csvRows(String text) throws IOException {
    CsvMapper csv =
        CsvMapper.builder()
            .enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();
    CsvSchema schema =
        CsvSchema.emptySchema().withHeader().withColumnSeparator(HistoryParsers.separator(text));
    try (MappingIterator<Map<String, String>> rows =
        csv.readerFor(ROW).with(schema).readValues(text)) {
      return rows.readAll();
    }
  }

  private FacilityRecord record(Map<String, String> row) {
    for (String column : row.keySet()) {
      if (!COLUMNS.contains(column)) {
        throw new IllegalArgumentException(
            text("file.column", file, column, String.join(", ", COLUMNS)));
      }
    }

    Optional<String> plantId =
        Optional.of(PlantIds.normal(cell(row, "plant_id"))).filter(id -> !id.isEmpty());
    plantId.ifPresent(this::checkId);
    String name = SafeText.of(cell(row, "name"), MAX_NAME);
    if (name.isEmpty()) {
      throw new IllegalArgumentException(text("file.no_name", file, row));
    }

    try {
      long sensorId = sensorId(row, plantId);
      return new FacilityRecord(
          sensorId,
          plantId.or(() -> Optional.ofNullable(plantIds.get(sensorId))),
          name,
          SafeText.of(cell(row, "site"), MAX_NAME),
          number(row, "rated_power"),
          number(row, "rated_voltage"),
          number(row, "rated_current"),
          number(row, "normal_limit"),
          number(row, "warning_limit"),
          inService(row, sensorId));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(text("file.row", file, e.getMessage(), row), e);
    }
  }

  private void checkId(String plantId) {
    numbers.keySet().stream()
        .filter(other -> other.equalsIgnoreCase(plantId) && !other.equals(plantId))
        .findFirst()
        .ifPresent(
            other -> {
              // MariaDB takes them for the same.
              throw new IllegalArgumentException(text("file.similar_id", file, plantId, other));
            });
    if (plantId.matches("[+-]?\\d+")) {
      throw new IllegalArgumentException(text("file.number_id", file, plantId));
    }

    if (!SafeText.of(plantId, MAX_ID).equals(plantId)) {
      throw new IllegalArgumentException(
          text("file.unsafe_id", file, SafeText.of(plantId, MAX_ID), MAX_ID));
    }
  }

  private long sensorId(Map<String, String> row, Optional<String> plantId) {
    OptionalLong given = wholeNumber(row, "sensor_id");
    Long known = plantId.map(numbers::get).orElse(null);
    if (given.isPresent() && known != null && known != given.getAsLong()) {
      throw new IllegalArgumentException(text("file.other_sensor", plantId.orElseThrow(), known));
    }

    if (given.isEmpty() && plantId.isEmpty()) {
      throw new IllegalArgumentException(text("file.no_id"));
    }

    long number = given.isPresent() ? given.getAsLong() : known == null ? nextNumber++ : known;
    plantId.ifPresent(id -> numbers.put(id, number));
    return number;
  }

  /** A retired facility stays so unless its row says otherwise. */
  private boolean inService(Map<String, String> row, long sensorId) {
    String value = cell(row, "in_service").toLowerCase(Locale.ROOT);
    if (!TRUE.contains(value) && !FALSE.contains(value)) {
      throw new IllegalArgumentException(text("file.in_service", value));
    }

    return value.isEmpty() ? !retired.contains(sensorId) : TRUE.contains(value);
  }

  private static String cell(Map<String, String> row, String column) {
    String value = row.get(column);
    return value == null ? "" : value.strip();
  }

  private static OptionalLong wholeNumber(Map<String, String> row, String column) {
    String value = cell(row, column);
    try {
      return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(text("file.not_integer", column, value), e);
    }
  }

  private static OptionalDouble number(Map<String, String> row, String column) {
    String value = cell(row, column);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }

    try {
      double number = Double.parseDouble(value);
      if (0 <= number && number < Double.POSITIVE_INFINITY) {
        return OptionalDouble.of(number);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(text("file.not_number", column, value), e);
    }

    throw new IllegalArgumentException(text("file.not_number", column, value));
  }
}
