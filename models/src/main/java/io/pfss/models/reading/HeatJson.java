// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
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
 * sensor_id} an integer, {@code timestamp} in epoch <em>seconds</em>. It builds no tree.
 *
 * <p>A null measure is the same as an absent one, but a reading must name at least one. {@link
 * FieldNames} map names to fields; unknown fields become {@link ExtraFields}. The last of several
 * fields with the same name counts. A field may appear under two names only if both values are
 * equal or one is null.
 */
public final class HeatJson {
  /** The field of the sensor's id. */
  public static final String SENSOR_ID = "sensor_id";

  /** The field of the event time, in epoch seconds. */
  public static final String TIMESTAMP = "timestamp";

  /** Maximum event time: 9999-12-31T23:59:59.999Z in ms since the epoch. */
  public static final long MAX_EVENT_TIME_MILLIS = 253_402_300_799_999L;

  /** A factory with the settings of this class, for callers that own the parser or generator. */
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          // Otherwise messages quote the record, which is in the dead letter anyway.
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          // Python's json.dumps writes NaN and Infinity: parse them, so that the message names the
          // field.
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
    return read(json, names, PlantIds.NONE);
  }

  /**
   * Reads one reading from the value of a Kafka record, whose {@code sensor_id} may also be the id
   * of a facility in the plant, as text.
   *
   * @throws InvalidReadingException if the bytes are anything but one valid reading
   */
  public static HeatReading read(byte @Nullable [] json, FieldNames names, PlantIds ids)
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
      fields.ids = ids;
      fields.read(parser);
      if (parser.nextToken() != null) {
        throw new InvalidReadingException(
            ErrorCode.MALFORMED,
            "Unexpected content after the JSON object: " + parser.currentToken());
      }

      return fields.dated();
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /**
   * Reads the measures of the object at the parser's current token, and its sensor_id if present:
   * for files whose readings are sent as new ones.
   *
   * @param sensorId the sensor of an object without sensor_id
   * @param eventTimeMillis the event time, in ms since the epoch; the timestamp is ignored
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
   * Reads a stored reading from the object at the parser's current token: its timestamp may be text
   * in {@linkplain KoreanTime Korean time} too, and sensor_id may be missing.
   *
   * @param ids of facilities in the plant, which sensor_id may be
   * @param sensorId the sensor of an object without sensor_id; empty: such an object is invalid
   * @throws InvalidReadingException if the object is not a valid reading
   * @throws IOException if the bytes are not JSON or cannot be read
   */
  public static HeatReading readHistory(
      JsonParser parser, FieldNames names, PlantIds ids, OptionalLong sensorId)
      throws IOException, InvalidReadingException {
    Fields fields = new Fields(names);
    fields.ids = ids;
    fields.koreanTimestamp = true;
    if (sensorId.isPresent()) {
      fields.sensorId = sensorId.getAsLong();
      fields.hasSensorId = true;
    }

    fields.read(parser);
    return fields.dated();
  }

  /**
   * Returns the reading as one JSON object in UTF-8. Omits absent measures; if all are absent,
   * writes them as null, because a reading must name a measure.
   */
  public static byte[] write(HeatReading reading) {
    return object(TYPICAL_BYTES, generator -> writeFields(reading, generator));
  }

  /**
   * Returns one JSON object in UTF-8.
   *
   * @param typicalBytes its size in most cases
   */
  public static byte[] object(int typicalBytes, ObjectFields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(typicalBytes);
    try (JsonGenerator generator = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
      generator.writeStartObject();
      fields.write(generator);
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to a byte array", e);
    }

    return bytes.toByteArray();
  }

  /** Writes a field with a number, or with null if it is not finite. */
  public static void writeNumber(JsonGenerator generator, String name, double value)
      throws IOException {
    if (Double.isFinite(value)) {
      generator.writeNumberField(name, value);
    } else {
      generator.writeNullField(name);
    }
  }

  /** The fields of an object. */
  @FunctionalInterface
  public interface ObjectFields {
    /** Writes them into the generator's current object. */
    void write(JsonGenerator generator) throws IOException;
  }

  /** Writes the fields of the reading into the generator's current object. */
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
      // Unchanged: parsing and writing them again could change them.
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

    double value =
        token == JsonToken.VALUE_NUMBER_FLOAT && !parser.isNaN()
            // Jackson would make a String of each number first: half of what parsing allocates.
            ? JavaDoubleParser.parseDouble(
                parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength())
            : parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw new InvalidReadingException(
          ErrorCode.OUT_OF_RANGE, shown(name) + " is not finite: " + excerpt(parser));
    }

    return value;
  }

  private static long sensorId(JsonParser parser, JsonToken token, String name, PlantIds ids)
      throws IOException, InvalidReadingException {
    if (token == JsonToken.VALUE_STRING && ids != PlantIds.NONE) {
      String id = PlantIds.normal(parser.getText());
      return ids.find(id)
          .orElseThrow(
              () ->
                  new InvalidReadingException(
                      ErrorCode.SCHEMA,
                      shown(name)
                          + " is neither an integer nor the id of a facility in the catalog, to"
                          + " which pfss catalog facilities --import adds it: "
                          + SafeText.of(id, MAX_VALUE_CHARACTERS)));
    }

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

  /** Returns a value's text, short enough for a message. */
  private static String excerpt(JsonParser parser) throws IOException {
    return SafeText.of(String.valueOf(parser.getText()), MAX_VALUE_CHARACTERS);
  }

  /** The fields of one object during reading. */
  private static final class Fields {
    private final FieldNames names;
    private final double[] values = new double[NAMES.length];
    private final ExtraFields extra = new ExtraFields();

    /** Marks a field that has appeared under two names; no field's name is empty. */
    private static final String TWO_NAMES = "";

    /** The name under which each field has appeared; null if it has not. */
    private final @Nullable String[] appearedAs = new String[FieldNames.COUNT];

    private PlantIds ids = PlantIds.NONE;
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

      // nextFieldName returns null at the object's end and at invalid JSON.
      if (parser.currentToken() != JsonToken.END_OBJECT) {
        throw new InvalidReadingException(ErrorCode.MALFORMED, "The JSON object is incomplete");
      }
    }

    private void field(JsonParser parser, String name, JsonToken token)
        throws IOException, InvalidReadingException {
      int index = names.indexOf(name);
      if (index == FieldNames.UNKNOWN) {
        extra.add(name, parser);
      } else if (index == FieldNames.SENSOR_ID) {
        sensorId(HeatJson.sensorId(parser, token, name, ids), name);
      } else if (index == FieldNames.TIMESTAMP && ignoreTimestamp) {
        parser.skipChildren();
      } else if (index == FieldNames.TIMESTAMP) {
        timestamp = merge(index, name, timestamp, seconds(parser, token, name));
      } else {
        double value = token == JsonToken.VALUE_NULL ? Double.NaN : number(parser, token, name);
        values[index] = merge(index, name, values[index], value);
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
      if (hasOtherName(FieldNames.SENSOR_ID, name) && value != sensorId) {
        throw ambiguous(FieldNames.SENSOR_ID, name);
      }

      sensorId = value;
      hasSensorId = true;
    }

    /** Returns the value of a field that may have appeared before. */
    private double merge(int index, String name, double before, double value)
        throws InvalidReadingException {
      if (!hasOtherName(index, name) || Double.isNaN(before) || value == before) {
        return value;
      }

      if (Double.isNaN(value)) {
        return before;
      }

      throw ambiguous(index, name);
    }

    /** Whether a field appears under its second name. */
    private boolean hasOtherName(int index, String name) throws InvalidReadingException {
      String former = appearedAs[index];
      if (former == null || former.equals(name)) {
        appearedAs[index] = name;
        return false;
      }

      if (former.equals(TWO_NAMES)) {
        throw ambiguous(index, name);
      }

      appearedAs[index] = TWO_NAMES;
      return true;
    }

    private static InvalidReadingException ambiguous(int index, String name) {
      return new InvalidReadingException(
          ErrorCode.SCHEMA,
          FieldNames.nameOf(index)
              + " appears under several names, the last one is "
              + shown(name)
              + ": send it once");
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
