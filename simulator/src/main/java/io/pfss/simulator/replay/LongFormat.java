package io.pfss.simulator.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.reading.Measure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The original files of AI Hub 239: one object with {@code data}, an entry for each channel and
 * minute, in the order of time. Entries of one minute become one reading; of repeats the last
 * counts, and channels that are none of the 23 measures are passed over.
 */
final class LongFormat implements ReplayFormat {
  private static final Map<String, Measure> MEASURES =
      Measure.ALL.stream().collect(Collectors.toMap(Measure::jsonName, Function.identity()));

  private final long sensorId;

  /** The first entry of the next minute, which is only known when it is read. */
  private Entry ahead;

  private LongFormat(long sensorId) {
    this.sensorId = sensorId;
  }

  /**
   * The format of a file, whose header names the sensor: DEVICE_BD_ID, or else DEVICE_ID, if it is
   * a number, and else a number made of both, always the same.
   */
  static LongFormat of(Path file) throws IOException {
    String device = "";
    String board = "";
    try (JsonParser parser = HeatJson.FACTORY.createParser(file.toFile())) {
      parser.nextToken();
      String name;
      while ((name = parser.nextFieldName()) != null) {
        parser.nextToken();
        if (name.equals("DEVICE_ID")) {
          device = parser.getText();
        } else if (name.equals("DEVICE_BD_ID")) {
          board = parser.getText();
        } else {
          parser.skipChildren();
        }
      }
    }

    if (device.isEmpty() && board.isEmpty()) {
      throw new ReplayException(file, "it has neither DEVICE_ID nor DEVICE_BD_ID", null);
    }

    return new LongFormat(sensorId(device, board));
  }

  @Override
  public void start(JsonParser parser) throws IOException {
    ahead = null;
    parser.nextToken();
    String name;
    while ((name = parser.nextFieldName()) != null) {
      parser.nextToken();
      if (name.equals("data")) {
        return;
      }

      parser.skipChildren();
    }
  }

  @Override
  public Optional<HeatReading> next(JsonParser parser, long timeMillis)
      throws IOException, InvalidReadingException {
    Entry first = ahead == null ? entry(parser) : ahead;
    if (first == null) {
      return Optional.empty();
    }

    HeatReading.Builder reading = HeatReading.builder(sensorId, timeMillis);
    Entry entry = first;
    while (entry != null && entry.minute.equals(first.minute)) {
      Measure measure = MEASURES.get(entry.item);
      if (measure != null) {
        reading.set(measure, entry.value);
      }

      entry = entry(parser);
    }

    ahead = entry;
    return Optional.of(reading.build());
  }

  private static Entry entry(JsonParser parser) throws IOException, InvalidReadingException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return null;
    }

    String item = null;
    String minute = null;
    double value = Double.NaN;
    String name;
    while ((name = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      switch (name) {
        case "ITEM_NAME" -> item = parser.getText();
        case "TIMESTAMP" -> minute = parser.getText();
        case "ITEM_VALUE" -> value = token.isNumeric() ? parser.getDoubleValue() : Double.NaN;
        default -> parser.skipChildren();
      }
    }

    if (item == null || minute == null) {
      throw new InvalidReadingException(ErrorCode.SCHEMA, "an entry lacks ITEM_NAME or TIMESTAMP");
    }

    return new Entry(item, minute, Double.isInfinite(value) ? Double.NaN : value);
  }

  private static long sensorId(String device, String board) {
    return Arrays.asList(board, device).stream()
        .filter(id -> id.matches("\\d{1,18}"))
        .map(Long::valueOf)
        .findFirst()
        .orElseGet(
            () ->
                UUID.nameUUIDFromBytes((device + "/" + board).getBytes(StandardCharsets.UTF_8))
                        .getMostSignificantBits()
                    >>> 1);
  }

  private record Entry(String item, String minute, double value) {}
}
