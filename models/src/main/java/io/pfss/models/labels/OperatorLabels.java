// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.labels;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.SohState;
import io.pfss.models.text.Utf8;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Labels that operators gave to facilities: a CSV file with a line for each period, {@code
 * sensor_id,from,to,state}, for example {@code
 * 17,2026-03-01T09:00+09:00,2026-03-01T12:00+09:00,주의}. A period excludes its end. A state is
 * Korean or one of normal, caution, warning. The first line may be the header.
 */
public final class OperatorLabels {
  private static final int FIELDS = 4;
  private static final String HEADER = "sensor_id,from,to,state";

  /** Periods by facility, then by start. */
  private final Map<Long, NavigableMap<Long, Period>> periods = new HashMap<>();

  private OperatorLabels() {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if a line is invalid, or two periods of a facility overlap;
   *     the message names the line
   */
  public static OperatorLabels read(Path file) throws IOException {
    OperatorLabels labels = new OperatorLabels();
    List<String> lines;
    try {
      lines = Utf8.read(file).lines().toList();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }

    for (int i = 0; i < lines.size(); i++) {
      boolean header = i == 0 && lines.get(0).strip().equals(HEADER);
      if (!header && !lines.get(i).isBlank()) {
        try {
          labels.add(lines.get(i));
        } catch (IllegalArgumentException | DateTimeException e) {
          throw new IllegalArgumentException(file + ", line " + (i + 1) + ": " + e.getMessage(), e);
        }
      }
    }

    return labels;
  }

  /** Returns the facility's state at the time of a reading; empty if no period covers it. */
  public Optional<SohState> stateOf(HeatReading reading) {
    NavigableMap<Long, Period> ofFacility = periods.get(reading.sensorId());
    Map.Entry<Long, Period> period =
        ofFacility == null ? null : ofFacility.floorEntry(reading.eventTimeMillis());
    return period == null || period.getValue().toMillis <= reading.eventTimeMillis()
        ? Optional.empty()
        : Optional.of(period.getValue().state);
  }

  private void add(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("expected the fields " + HEADER + ": " + line);
    }

    long sensorId = Long.parseLong(fields[0].strip());
    long from = millis(fields[1]);
    long to = millis(fields[2]);
    if (from >= to) {
      throw new IllegalArgumentException("its end is not after its start: " + line);
    }

    NavigableMap<Long, Period> ofFacility =
        periods.computeIfAbsent(sensorId, any -> new TreeMap<>());
    Map.Entry<Long, Period> before = ofFacility.lowerEntry(to);
    if (before != null && before.getValue().toMillis > from) {
      throw new IllegalArgumentException("its period overlaps another of the facility: " + line);
    }

    ofFacility.put(from, new Period(to, state(fields[3].strip())));
  }

  private static long millis(String time) {
    String text = time.strip();
    return text.endsWith("Z")
        ? Instant.parse(text).toEpochMilli()
        : OffsetDateTime.parse(text).toInstant().toEpochMilli();
  }

  private static SohState state(String text) {
    return SohState.ALL.stream()
        .filter(state -> state.label().equals(text) || state.word().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + text + "' is not a state: use 정상, 주의, 경고 or normal, caution, warning"));
  }

  private record Period(long toMillis, SohState state) {}
}
