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
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Reads and writes readings as the JSON objects of topic {@code heat}: Korean field names, {@code
 * sensor_id} an integer, {@code timestamp} in epoch <em>seconds</em>. Streaming: no tree is built.
 *
 * <p>A null measure is the same as an absent one. Fields that the contract does not name are
 * skipped, so that a producer may add some.
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

  private static final Map<String, Measure> MEASURES = new HashMap<>();
  private static final SerializedString[] NAMES =
      Measure.ALL.stream()
          .map(measure -> new SerializedString(measure.jsonName()))
          .toArray(SerializedString[]::new);
  private static final SerializedString SENSOR_ID_NAME = new SerializedString(SENSOR_ID);
  private static final SerializedString TIMESTAMP_NAME = new SerializedString(TIMESTAMP);
  private static final int TYPICAL_BYTES = 1024;
  private static final int MAX_VALUE_CHARACTERS = 40;
  private static final int MAX_PROBLEM_CHARACTERS = 400;

  static {
    Measure.ALL.forEach(measure -> MEASURES.put(measure.jsonName(), measure));
  }

  private HeatJson() {}

  /**
   * Reads one reading from the value of a Kafka record.
   *
   * @throws InvalidReadingException if the bytes are anything but one valid reading
   */
  public static HeatReading read(byte[] json) throws InvalidReadingException {
    if (json == null || json.length == 0) {
      throw new InvalidReadingException(ErrorCode.MALFORMED, "The record is empty");
    }

    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      HeatReading reading = read(parser);
      if (parser.nextToken() != null) {
        throw new InvalidReadingException(
            ErrorCode.MALFORMED, "More follows the JSON object: " + parser.currentToken());
      }

      return reading;
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /**
   * Reads the object that the parser stands on, as in an array of readings; the parser then stands
   * on the object's end.
   *
   * @throws InvalidReadingException if the object is no valid reading
   * @throws IOException if the bytes are not JSON or cannot be read
   */
  public static HeatReading read(JsonParser parser) throws IOException, InvalidReadingException {
    Fields fields = new Fields();
    fields.read(parser);
    return fields.dated();
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
  public static HeatReading readMeasures(JsonParser parser, long sensorId, long eventTimeMillis)
      throws IOException, InvalidReadingException {
    Fields fields = new Fields();
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
  public static HeatReading readHistory(JsonParser parser, OptionalLong sensorId)
      throws IOException, InvalidReadingException {
    Fields fields = new Fields();
    fields.koreanTimestamp = true;
    if (sensorId.isPresent()) {
      fields.sensorId = sensorId.getAsLong();
      fields.hasSensorId = true;
    }

    fields.read(parser);
    return fields.dated();
  }

  /** The reading as one JSON object in UTF-8; absent measures are left out. */
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
    for (Measure measure : Measure.ALL) {
      if (reading.has(measure)) {
        generator.writeFieldName(NAMES[measure.ordinal()]);
        generator.writeNumber(reading.value(measure));
      }
    }

    generator.writeFieldName(SENSOR_ID_NAME);
    generator.writeNumber(reading.sensorId());
    generator.writeFieldName(TIMESTAMP_NAME);
    generator.writeNumber(reading.eventTimeMillis() / 1000.0);
  }

  private static double number(JsonParser parser, JsonToken token, String name)
      throws IOException, InvalidReadingException {
    if (token == null || !token.isNumeric()) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA, name + " is not a number: " + excerpt(parser));
    }

    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw new InvalidReadingException(
          ErrorCode.OUT_OF_RANGE, name + " is not finite: " + excerpt(parser));
    }

    return value;
  }

  private static long sensorId(JsonParser parser, JsonToken token)
      throws IOException, InvalidReadingException {
    if (token != JsonToken.VALUE_NUMBER_INT) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA, "sensor_id is not an integer: " + excerpt(parser));
    }

    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new InvalidReadingException(
          ErrorCode.OUT_OF_RANGE, "sensor_id does not fit 64 bits: " + excerpt(parser));
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
        ErrorCode.MALFORMED, "Not JSON: " + Excerpt.of(message, MAX_PROBLEM_CHARACTERS), e);
  }

  /** A value's text, short enough for a message. */
  private static String excerpt(JsonParser parser) throws IOException {
    String text = parser.getText();
    return text == null ? null : Excerpt.of(text, MAX_VALUE_CHARACTERS);
  }

  /** The fields of one object as they are read. */
  private static final class Fields {
    private final double[] values = new double[NAMES.length];
    private boolean ignoreTimestamp;
    private boolean koreanTimestamp;
    private boolean hasSensorId;
    private long sensorId;
    private double timestamp = Double.NaN;

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
      Measure measure = MEASURES.get(name);
      if (measure != null) {
        values[measure.ordinal()] =
            token == JsonToken.VALUE_NULL ? Double.NaN : number(parser, token, name);
      } else if (name.equals(SENSOR_ID)) {
        sensorId = HeatJson.sensorId(parser, token);
        hasSensorId = true;
      } else if (name.equals(TIMESTAMP) && !ignoreTimestamp) {
        timestamp =
            koreanTimestamp && token == JsonToken.VALUE_STRING
                ? KoreanTime.millis(parser.getText()) / 1000.0
                : number(parser, token, name);
      } else {
        parser.skipChildren();
      }
    }

    private HeatReading dated() throws InvalidReadingException {
      if (!hasSensorId) {
        throw new InvalidReadingException(ErrorCode.SCHEMA, "sensor_id is missing");
      }

      if (Double.isNaN(timestamp)) {
        throw new InvalidReadingException(ErrorCode.SCHEMA, "timestamp is missing");
      }

      return reading(sensorId, HeatJson.eventTimeMillis(timestamp));
    }

    private HeatReading reading(long ofSensor, long eventTimeMillis) {
      HeatReading.Builder reading = HeatReading.builder(ofSensor, eventTimeMillis);
      for (Measure measure : Measure.ALL) {
        reading.set(measure, values[measure.ordinal()]);
      }

      return reading.build();
    }
  }
}
