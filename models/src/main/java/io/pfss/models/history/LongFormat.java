package io.pfss.models.history;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.reading.KoreanTime;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.SohState;
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

  /** What the minute's entries say; null if nothing. */
  private SohState minuteLabel;

  /** Of the reading that came last. */
  private SohState lastLabel;

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
    minuteLabel = null;
    parser.nextToken();
    String name;
    while ((name = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      if (name.equals(LongHeader.DATA)) {
        if (token != JsonToken.START_ARRAY) {
          throw new JsonParseException(parser, "data is no array but " + token);
        }

        return;
      }

      parser.skipChildren();
    }

    throw new JsonParseException(parser, "the object has no data");
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
      lastLabel = minuteLabel;
      minuteLabel = null;
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

  @Override
  public Optional<SohState> state() {
    return Optional.ofNullable(lastLabel);
  }

  private void set(Entry entry) {
    if (entry.label != null) {
      minuteLabel = entry.label;
    }

    Measure measure = MEASURES.get(entry.item);
    if (measure != null) {
      reading.set(measure, entry.value);
    }
  }

  /** The next entry; null at the end. */
  private Entry entry(JsonParser parser) throws IOException, InvalidEntryException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      return null;
    }

    if (token == JsonToken.END_ARRAY) {
      end(parser);
      return null;
    }

    return Entries.read(parser, this::readEntry);
  }

  /** Goes from the end of the data to that of the file: no reading may be passed over. */
  private static void end(JsonParser parser) throws IOException {
    String name;
    while ((name = parser.nextFieldName()) != null) {
      if (name.equals(LongHeader.DATA)) {
        throw new JsonParseException(parser, "the object has data twice");
      }

      parser.nextToken();
      parser.skipChildren();
    }

    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "more follows the object with the data");
    }
  }

  private Entry readEntry(JsonParser parser) throws IOException, InvalidReadingException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA, "an entry is no object but " + parser.currentToken());
    }

    String item = null;
    String time = null;
    double value = Double.NaN;
    SohState label = null;
    String name;
    while ((name = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      switch (name) {
        case "ITEM_NAME" -> item = text(parser, token, name);
        case "TIMESTAMP" -> time = text(parser, token, name);
        case "LABEL_NAME" -> label = label(parser, token);
        case "ITEM_VALUE" -> value = value(parser, token, name);
        default -> parser.skipChildren();
      }
    }

    if (item == null || time == null) {
      throw new InvalidReadingException(ErrorCode.SCHEMA, "an entry lacks ITEM_NAME or TIMESTAMP");
    }

    long millis = time.equals(minute) ? minuteMillis : times.millis(time);
    return new Entry(item, time, millis, Double.isInfinite(value) ? Double.NaN : value, label);
  }

  private static String text(JsonParser parser, JsonToken token, String name)
      throws IOException, InvalidReadingException {
    if (token != JsonToken.VALUE_STRING) {
      throw new InvalidReadingException(ErrorCode.SCHEMA, name + " is no text but " + token);
    }

    return parser.getText();
  }

  /** The state that a label names; null where it names none, which is no reason to lose a value. */
  private static SohState label(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      parser.skipChildren();
      return null;
    }

    String text = parser.getText().strip();
    // The name of what was judged may stand before it.
    return SohState.ALL.stream()
        .filter(state -> text.endsWith(state.label()))
        .findFirst()
        .orElse(null);
  }

  private static double value(JsonParser parser, JsonToken token, String name)
      throws IOException, InvalidReadingException {
    if (token == JsonToken.VALUE_NULL) {
      return Double.NaN;
    }

    if (!token.isNumeric()) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA, name + " is neither a number nor null but " + token);
    }

    return parser.getDoubleValue();
  }

  private record Entry(
      String item, String minute, long minuteMillis, double value, SohState label) {}

  /** What the text of a time means. */
  @FunctionalInterface
  private interface Times {
    /** The time in ms since the epoch. */
    long millis(String text) throws InvalidReadingException;
  }
}
