package io.pfss.models.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.reading.KoreanTime;
import io.pfss.models.reading.Measure;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The original files of AI Hub 239: one object with {@code data}, an entry for each channel and
 * minute, in the order of time. Entries of one minute become one reading; of repeats the last
 * counts, and channels that are none of the 23 measures are passed over.
 */
public final class LongFormat implements HistoryFormat {
  private static final Map<String, Measure> MEASURES =
      Measure.ALL.stream().collect(Collectors.toMap(Measure::jsonName, Function.identity()));

  private final long sensorId;
  private final Times times;

  /** The minute that is being read; null before the first. */
  private String minute;

  private long minuteMillis;

  private HeatReading.Builder reading;

  private LongFormat(long sensorId, Times times) {
    this.sensorId = sensorId;
    this.times = times;
  }

  /**
   * Readings of a sensor at their own times, which are Korean.
   *
   * @param latest readings after it are invalid
   */
  public static LongFormat dated(long sensorId, Instant latest) {
    return new LongFormat(
        sensorId,
        text -> {
          long millis = KoreanTime.millis(text);
          Entries.checkTime(millis, latest);
          return millis;
        });
  }

  /** Readings of a sensor at time 0, whatever they say: to be sent as new ones. */
  public static LongFormat undated(long sensorId) {
    return new LongFormat(sensorId, any -> 0);
  }

  @Override
  public void start(JsonParser parser) throws IOException {
    minute = null;
    parser.nextToken();
    String name;
    while ((name = parser.nextFieldName()) != null) {
      parser.nextToken();
      if (name.equals(LongHeader.DATA)) {
        return;
      }

      parser.skipChildren();
    }
  }

  @Override
  public Optional<HeatReading> next(JsonParser parser) throws IOException, InvalidEntryException {
    while (true) {
      Entry entry = entry(parser);
      if (entry != null && entry.minute.equals(minute)) {
        set(entry);
        continue;
      }

      Optional<HeatReading> complete =
          minute == null ? Optional.empty() : Optional.of(reading.build());
      minute = null;
      if (entry != null) {
        minute = entry.minute;
        minuteMillis = entry.minuteMillis;
        reading = HeatReading.builder(sensorId, minuteMillis);
        set(entry);
      }

      if (complete.isPresent() || entry == null) {
        return complete;
      }
    }
  }

  private void set(Entry entry) {
    Measure measure = MEASURES.get(entry.item);
    if (measure != null) {
      reading.set(measure, entry.value);
    }
  }

  /** The next entry; null at the end. */
  private Entry entry(JsonParser parser) throws IOException, InvalidEntryException {
    JsonToken token = parser.nextToken();
    if (token == null
        || token == JsonToken.END_ARRAY
        || token == JsonToken.END_OBJECT
        || token == JsonToken.FIELD_NAME) {
      return null;
    }

    return Entries.read(parser, this::readEntry);
  }

  private Entry readEntry(JsonParser parser) throws IOException, InvalidReadingException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA, "an entry is no object but " + parser.currentToken());
    }

    String item = null;
    String time = null;
    double value = Double.NaN;
    String name;
    while ((name = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      switch (name) {
        case "ITEM_NAME" -> item = parser.getText();
        case "TIMESTAMP" -> time = parser.getText();
        case "ITEM_VALUE" -> value = token.isNumeric() ? parser.getDoubleValue() : Double.NaN;
        default -> parser.skipChildren();
      }
    }

    if (item == null || time == null) {
      throw new InvalidReadingException(ErrorCode.SCHEMA, "an entry lacks ITEM_NAME or TIMESTAMP");
    }

    long millis = time.equals(minute) ? minuteMillis : times.millis(time);
    return new Entry(item, time, millis, Double.isInfinite(value) ? Double.NaN : value);
  }

  private record Entry(String item, String minute, long minuteMillis, double value) {}

  /** What the text of a time means. */
  @FunctionalInterface
  private interface Times {
    /** The time in ms since the epoch. */
    long millis(String text) throws InvalidReadingException;
  }
}
