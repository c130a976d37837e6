// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.history;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.ExtraFields;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.reading.KoreanTime;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The format of AI Hub 239's original files: an object whose {@code data} has an entry for each
 * channel and minute. The entries of a minute become one reading. The last of duplicate entries
 * counts. Channels other than the 23 measures become {@link ExtraFields}.
 *
 * <p>Entries may be in any order within {@value #MAX_OPEN_MINUTES} minutes, for example channel by
 * channel. The readings of these minutes are in memory: about 500 bytes each, or 2 kB with a dozen
 * other channels. An entry that comes later is invalid.
 */
final class LongFormat implements HistoryFormat {
  /** Maximum number of open minutes: a month. */
  static final int MAX_OPEN_MINUTES = 50_000;

  /** The same for replay, which reads many files at once: more than a day. */
  private static final int MAX_OPEN_MINUTES_REPLAY = 1_500;

  private final FieldNames names;
  private final long sensorId;
  private final Times times;
  private final int maxOpenMinutes;

  /** Open minutes by the text of their time, which sorts by time. */
  private final NavigableMap<String, Minute> open = new TreeMap<>();

  /** The minute of the previous entry; null before the first. */
  private @Nullable Minute current;

  /** The time of the last returned reading; empty before the first. */
  private String lastTime = "";

  /** The label of the last returned reading; null if it has none. */
  private @Nullable SohState lastLabel;

  private boolean atEnd;

  /** The error that ended reading; null if there is none. */
  private @Nullable IOException failure;

  private LongFormat(FieldNames names, long sensorId, int maxOpenMinutes, Times times) {
    this.names = names;
    this.sensorId = sensorId;
    this.maxOpenMinutes = maxOpenMinutes;
    this.times = times;
  }

  /**
   * Returns the format for readings with their own times, in Korean time.
   *
   * @param names the names of the channels
   * @param latest the latest valid event time
   */
  static LongFormat dated(FieldNames names, long sensorId, Instant latest, int maxOpenMinutes) {
    return new LongFormat(
        names,
        sensorId,
        maxOpenMinutes,
        text -> {
          long millis = KoreanTime.millis(text);
          Entries.checkTime(millis, latest);
          return millis;
        });
  }

  /**
   * Returns the format for readings that are sent as new ones: all have time 0. All files of a
   * folder are open at once, so their entries may be in any order within {@value
   * #MAX_OPEN_MINUTES_REPLAY} minutes only.
   *
   * @param names the names of the channels
   */
  static LongFormat undated(FieldNames names, long sensorId) {
    return new LongFormat(names, sensorId, MAX_OPEN_MINUTES_REPLAY, any -> 0);
  }

  @Override
  public void start(JsonParser parser) throws IOException {
    open.clear();
    current = null;
    lastTime = "";
    lastLabel = null;
    atEnd = false;
    failure = null;
    parser.nextToken();
    String name;
    while ((name = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      if (name.equals(LongHeader.DATA)) {
        if (token != JsonToken.START_ARRAY) {
          throw new JsonParseException(parser, "data is not an array: " + token);
        }

        return;
      }

      parser.skipChildren();
    }

    throw new JsonParseException(parser, "the object has no data");
  }

  @Override
  public Optional<HeatReading> next(JsonParser parser) throws IOException, InvalidEntryException {
    while (!atEnd && open.size() <= maxOpenMinutes) {
      try {
        atEnd = !readEntry(parser);
      } catch (IOException e) {
        fail(e);
      }
    }

    Map.Entry<String, Minute> first = open.pollFirstEntry();
    if (first == null && failure != null) {
      throw failure;
    }

    if (first == null) {
      return Optional.empty();
    }

    lastTime = first.getKey();
    Minute minute = first.getValue();
    if (minute == current) {
      current = null;
    }

    lastLabel = minute.label;
    return Optional.of(minute.reading());
  }

  @Override
  public Optional<SohState> state() {
    return Optional.ofNullable(lastLabel);
  }

  /** Reads the next entry; returns false at the end. */
  private boolean readEntry(JsonParser parser) throws IOException, InvalidEntryException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      return false;
    }

    if (token == JsonToken.END_ARRAY) {
      readRest(parser);
      return false;
    }

    JsonLocation start = parser.currentTokenLocation();
    Entry entry = Entries.read(parser, this::entry);
    if (current == null || !current.time.equals(entry.time)) {
      current =
          open.computeIfAbsent(
              entry.time, time -> new Minute(time, entry.millis, start, parser.currentLocation()));
    }

    current.set(entry);
    return true;
  }

  /** Ends reading after a failure: drops the current minute, which may be incomplete. */
  private void fail(IOException cause) {
    failure = cause;
    atEnd = true;
    if (current != null) {
      open.remove(current.time);
    }
  }

  /** Reads from the end of the data to the end of the file, which must not have more readings. */
  private static void readRest(JsonParser parser) throws IOException {
    String name;
    while ((name = parser.nextFieldName()) != null) {
      if (name.equals(LongHeader.DATA)) {
        throw new JsonParseException(parser, "the object has the field data twice");
      }

      parser.nextToken();
      parser.skipChildren();
    }

    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "unexpected content after the object with the data");
    }
  }

  private Entry entry(JsonParser parser) throws IOException, InvalidReadingException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA, "an entry is not an object: " + parser.currentToken());
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

    long millis = current != null && time.equals(current.time) ? current.millis : millis(time);
    return new Entry(item, time, millis, Double.isInfinite(value) ? Double.NaN : value, label);
  }

  private long millis(String time) throws InvalidReadingException {
    long millis = times.millis(time);
    if (time.compareTo(lastTime) <= 0) {
      throw new InvalidReadingException(
          ErrorCode.OUT_OF_RANGE,
          "the entry comes after entries of "
              + maxOpenMinutes
              + " later minutes: sort the file by TIMESTAMP, or split it");
    }

    return millis;
  }

  private static String text(JsonParser parser, JsonToken token, String name)
      throws IOException, InvalidReadingException {
    if (token != JsonToken.VALUE_STRING) {
      throw new InvalidReadingException(ErrorCode.SCHEMA, name + " is not text: " + token);
    }

    return parser.getText();
  }

  /** Returns the state of a label; null if it names none: the entry's value is still valid. */
  private static @Nullable SohState label(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      parser.skipChildren();
      return null;
    }

    String text = FieldNames.normal(parser.getText());
    // The name of the labelled channel may precede the state.
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
          ErrorCode.SCHEMA, name + " is not a number or null: " + token);
    }

    return parser.getDoubleValue();
  }

  private record Entry(
      String item, String time, long millis, double value, @Nullable SohState label) {}

  /** The entries of one minute so far. */
  private final class Minute {
    private final String time;
    private final long millis;

    /** Location of the first entry. */
    private final JsonLocation start;

    private final JsonLocation end;
    private final HeatReading.Builder reading;
    private boolean hasMeasure;

    /** The label of the entries; null if there is none. */
    private @Nullable SohState label;

    /** Values of channels other than the 23 measures; null if there are none. */
    private @Nullable Map<String, Double> extra;

    private int extraCharacters;

    private Minute(String time, long millis, JsonLocation start, JsonLocation end) {
      this.time = time;
      this.millis = millis;
      this.start = start;
      this.end = end;
      this.reading = HeatReading.builder(sensorId, millis);
    }

    private void set(Entry entry) {
      if (entry.label != null) {
        label = entry.label;
      }

      Optional<Measure> measure = names.measure(entry.item);
      if (measure.isPresent()) {
        reading.set(measure.get(), entry.value);
        hasMeasure = true;
      } else if (extraCharacters <= ExtraFields.MAX_BYTES) {
        // A reading with more is rejected later: do not keep its fields in memory.
        extra = extra == null ? new LinkedHashMap<>() : extra;
        if (extra.put(entry.item, entry.value) == null) {
          extraCharacters += entry.item.length() + 1;
        }
      }
    }

    private HeatReading reading() throws InvalidEntryException {
      ExtraFields fields = new ExtraFields();
      if (extra != null) {
        extra.forEach(fields::add);
      }

      try {
        return fields.complete(reading, hasMeasure);
      } catch (InvalidReadingException e) {
        throw new InvalidEntryException(start, end, e);
      }
    }
  }

  /** Parses the text of a time. */
  @FunctionalInterface
  private interface Times {
    /** Returns the time in ms since the epoch. */
    long millis(String text) throws InvalidReadingException;
  }
}
