package io.pfss.models.reading;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes readings as the JSON objects of topic {@code heat}: Korean field names, {@code
 * sensor_id} an integer, {@code timestamp} in epoch <em>seconds</em>. Streaming: no tree is built.
 *
 * <p>A null measure is the same as an absent one, but a reading names at least one. {@link
 * FieldNames} tell which field is which; what they do not know is kept as {@link ExtraFields}. Of
 * fields of one name the last counts; a field may have two names only if their values are the same
 * or one is null.
 */
public final class HeatJson {
  /** The field of the sensor's id. */
  public static final String SENSOR_ID = "sensor_id";

  /** The field of the event time, in epoch seconds. */
  public static final String TIMESTAMP = "timestamp";

  /** The greatest event time that is read: 9999-12-31T23:59:59.999Z in ms since the epoch. */
  public static final long MAX_EVENT_TIME_MILLIS = 253_402_300_799_999L;

  /** A factory set up as this class needs it, for callers that hold the parser or generator. */
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          // Else messages quote the record, which is in the dead letter anyway.
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          // Python's json.dumps writes NaN and Infinity: read them, to name what is wrong.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private static final SerializedString[] NAMES =
      Measure.ALL.stream()
          .map(measure -> new SerializedString(measure.jsonName()))
          .toArray(SerializedString[]::new);
  private static final SerializedString SENSOR_ID_NAME = new SerializedString(SENSOR_ID);
  private static final SerializedString TIMESTAMP_NAME = new SerializedString(TIMESTAMP);
  private static final int TYPICAL_BYTES = 1024;
  private static final int MAX_NAME_CHARACTERS = 40;
  private static final int MAX_VALUE_CHARACTERS = 40;
  private static final int MAX_PROBLEM_CHARACTERS = 400;

  private HeatJson() {}

  /**
   * Reads one reading with the default names from the value of a Kafka record.
   *
   * @throws InvalidReadingException if the bytes are anything but one valid reading
   */
  public static HeatReading read(byte @Nullable [] json) throws InvalidReadingException {
    return read(json, FieldNames.DEFAULT);
  }

  /**
   * Reads one reading from the value of a Kafka record.
   *
   * @throws InvalidReadingException if the bytes are anything but one valid reading
   */
  public static HeatReading read(byte @Nullable [] json, FieldNames names)
      throws InvalidReadingException {
    if (json == null || json.length == 0) {
      throw new InvalidReadingException(ErrorCode.MALFORMED, "The record is empty");
    }

    Optional<String> foreign = ForeignBytes.problem(json);
    if (foreign.isPresent()) {
      throw new InvalidReadingException(ErrorCode.MALFORMED, foreign.get());
    }

    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      Fields fields = new Fields(names);
      fields.read(parser);
      if (parser.nextToken() != null) {
        throw new InvalidReadingException(
            ErrorCode.MALFORMED, "More follows the JSON object: " + parser.currentToken());
      }

      return fields.dated();
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /**
   * Reads only the measures of the object that the parser stands on, and its sensor_id if it has
   * one: for files whose readings are sent as new ones.
   *
   * @param sensorId of an object that has none
   * @param eventTimeMillis of the reading, whatever the object says
   * @throws InvalidReadingException if the object has an invalid measure or sensor_id
   * @throws IOException if the bytes are not JSON or cannot be read
   */
  public static HeatReading readMeasures(
      JsonParser parser, FieldNames names, long sensorId, long eventTimeMillis)
      throws IOException, InvalidReadingException {
    Fields fields = new Fields(names);
    fields.ignoreTimestamp = true;
    fields.read(parser);
    return fields.reading(fields.hasSensorId ? fields.sensorId : sensorId, eventTimeMillis);
  }

  /**
   * Reads the object that the parser stands on as those are that were kept in files: its timestamp
   * may be text too, in {@linkplain KoreanTime Korean time}, and sensor_id may be missing.
   *
   * @param sensorId of an object that has none; empty: such a one is invalid
   * @throws InvalidReadingException if the object is no valid reading
   * @throws IOException if the bytes are not JSON or cannot be read
   */
  public static HeatReading readHistory(JsonParser parser, FieldNames names, OptionalLong sensorId)
      throws IOException, InvalidReadingException {
    Fields fields = new Fields(names);
    fields.koreanTimestamp = true;
    if (sensorId.isPresent()) {
      fields.sensorId = sensorId.getAsLong();
      fields.hasSensorId = true;
    }

    fields.read(parser);
    return fields.dated();
  }

  /**
   * The reading as one JSON object in UTF-8. Absent measures are left out; where all are, they are
   * null, since a reading names a measure.
   */
  public static byte[] write(HeatReading reading) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
    try (JsonGenerator generator = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
      generator.writeStartObject();
      writeFields(reading, generator);
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("A byte array cannot be written", e);
    }

    return bytes.toByteArray();
  }

  /** Writes the fields of the reading into the object that the generator is in. */
  public static void writeFields(HeatReading reading, JsonGenerator generator) throws IOException {
    boolean empty = Measure.ALL.stream().noneMatch(reading::has);
    for (Measure measure : Measure.ALL) {
      if (reading.has(measure)) {
        generator.writeFieldName(NAMES[measure.ordinal()]);
        generator.writeNumber(reading.value(measure));
      } else if (empty) {
        generator.writeFieldName(NAMES[measure.ordinal()]);
        generator.writeNull();
      }
    }

    generator.writeFieldName(SENSOR_ID_NAME);
    generator.writeNumber(reading.sensorId());
    generator.writeFieldName(TIMESTAMP_NAME);
    generator.writeNumber(reading.eventTimeMillis() / 1000.0);
    if (reading.extra().isPresent()) {
      writeExtra(reading.extra().get(), generator);
    }
  }

  private static void writeExtra(String object, JsonGenerator generator) throws IOException {
    String fields = object.substring(object.indexOf('{') + 1, object.lastIndexOf('}'));
    if (!fields.isBlank()) {
      // As they came: to read and write them again could change them.
      generator.writeRaw(',');
      generator.writeRaw(fields);
    }
  }

  private static double number(JsonParser parser, JsonToken token, String name)
      throws IOException, InvalidReadingException {
    if (token == null || !token.isNumeric()) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA, shown(name) + " is not a number: " + excerpt(parser));
    }

    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw new InvalidReadingException(
          ErrorCode.OUT_OF_RANGE, shown(name) + " is not finite: " + excerpt(parser));
    }

    return value;
  }

  private static long sensorId(JsonParser parser, JsonToken token, String name)
      throws IOException, InvalidReadingException {
    if (token != JsonToken.VALUE_NUMBER_INT) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA, shown(name) + " is not an integer: " + excerpt(parser));
    }

    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new InvalidReadingException(
          ErrorCode.OUT_OF_RANGE, shown(name) + " does not fit 64 bits: " + excerpt(parser));
    }

    return parser.getLongValue();
  }

  private static long eventTimeMillis(double epochSeconds) throws InvalidReadingException {
    if (epochSeconds < 0 || epochSeconds > MAX_EVENT_TIME_MILLIS / 1000.0) {
      throw new InvalidReadingException(
          ErrorCode.OUT_OF_RANGE,
          "timestamp is not between the years 1970 and 9999, in epoch seconds: " + epochSeconds);
    }

    return Math.round(epochSeconds * 1000.0);
  }

  private static InvalidReadingException malformed(IOException e) {
    String message =
        e instanceof JsonParseException bad ? bad.getOriginalMessage() : e.getMessage();
    return new InvalidReadingException(
        ErrorCode.MALFORMED,
        "Not JSON: " + SafeText.of(String.valueOf(message), MAX_PROBLEM_CHARACTERS),
        e);
  }

  private static String shown(String name) {
    return SafeText.of(name, MAX_NAME_CHARACTERS);
  }

  /** A value's text, short enough for a message. */
  private static String excerpt(JsonParser parser) throws IOException {
    return SafeText.of(String.valueOf(parser.getText()), MAX_VALUE_CHARACTERS);
  }

  /** The fields of one object as they are read. */
  private static final class Fields {
    private final FieldNames names;
    private final double[] values = new double[NAMES.length];
    private final ExtraFields extra = new ExtraFields();

    /** Stands for the names of a field that was given by two; no field's name is empty. */
    private static final String TWO_NAMES = "";

    /** By which name each field was given; null where it was not. */
    private final @Nullable String[] given = new String[FieldNames.COUNT];

    private boolean ignoreTimestamp;
    private boolean koreanTimestamp;
    private boolean hasMeasure;
    private boolean hasSensorId;
    private long sensorId;
    private double timestamp = Double.NaN;

    private Fields(FieldNames names) {
      this.names = names;
    }

    private void read(JsonParser parser) throws IOException, InvalidReadingException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new InvalidReadingException(
            ErrorCode.MALFORMED, "Expected a JSON object but found " + parser.currentToken());
      }

      Arrays.fill(values, Double.NaN);
      String name;
      while ((name = parser.nextFieldName()) != null) {
        field(parser, name, parser.nextToken());
      }

      // nextFieldName answers null at anything that is no name: at the object's end, and at bad
      // JSON.
      if (parser.currentToken() != JsonToken.END_OBJECT) {
        throw new InvalidReadingException(ErrorCode.MALFORMED, "The JSON object does not end");
      }
    }

    private void field(JsonParser parser, String name, JsonToken token)
        throws IOException, InvalidReadingException {
      int index = names.indexOf(name);
      if (index == FieldNames.UNKNOWN) {
        extra.add(name, parser);
      } else if (index == FieldNames.SENSOR_ID) {
        sensorId(HeatJson.sensorId(parser, token, name), name);
      } else if (index == FieldNames.TIMESTAMP && ignoreTimestamp) {
        parser.skipChildren();
      } else if (index == FieldNames.TIMESTAMP) {
        timestamp = one(index, name, timestamp, seconds(parser, token, name));
      } else {
        double value = token == JsonToken.VALUE_NULL ? Double.NaN : number(parser, token, name);
        values[index] = one(index, name, values[index], value);
        hasMeasure = true;
      }
    }

    private double seconds(JsonParser parser, JsonToken token, String name)
        throws IOException, InvalidReadingException {
      return koreanTimestamp && token == JsonToken.VALUE_STRING
          ? KoreanTime.millis(parser.getText()) / 1000.0
          : number(parser, token, name);
    }

    private void sensorId(long value, String name) throws InvalidReadingException {
      if (isGivenByAnother(FieldNames.SENSOR_ID, name) && value != sensorId) {
        throw ambiguous(FieldNames.SENSOR_ID, name);
      }

      sensorId = value;
      hasSensorId = true;
    }

    /** The value of a field that may have been given already. */
    private double one(int index, String name, double before, double value)
        throws InvalidReadingException {
      if (!isGivenByAnother(index, name) || Double.isNaN(before) || value == before) {
        return value;
      }

      if (Double.isNaN(value)) {
        return before;
      }

      throw ambiguous(index, name);
    }

    /** Whether a field comes by its second name. */
    private boolean isGivenByAnother(int index, String name) throws InvalidReadingException {
      String former = given[index];
      if (former == null || former.equals(name)) {
        given[index] = name;
        return false;
      }

      if (former.equals(TWO_NAMES)) {
        throw ambiguous(index, name);
      }

      given[index] = TWO_NAMES;
      return true;
    }

    private static InvalidReadingException ambiguous(int index, String name) {
      return new InvalidReadingException(
          ErrorCode.SCHEMA,
          FieldNames.nameOf(index)
              + " is given by several names, at last as "
              + shown(name)
              + ": give it once");
    }

    private HeatReading dated() throws InvalidReadingException {
      if (!hasSensorId) {
        throw missing(SENSOR_ID);
      }

      if (Double.isNaN(timestamp)) {
        throw missing(TIMESTAMP);
      }

      return reading(sensorId, HeatJson.eventTimeMillis(timestamp));
    }

    private InvalidReadingException missing(String field) {
      return new InvalidReadingException(
          ErrorCode.SCHEMA, field + " is missing" + extra.unknownFields());
    }

    private HeatReading reading(long ofSensor, long eventTimeMillis)
        throws InvalidReadingException {
      HeatReading.Builder reading = HeatReading.builder(ofSensor, eventTimeMillis);
      for (Measure measure : Measure.ALL) {
        reading.set(measure, values[measure.ordinal()]);
      }

      return extra.complete(reading, hasMeasure);
    }
  }
}
