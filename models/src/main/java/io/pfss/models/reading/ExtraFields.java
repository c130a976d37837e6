// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pfss.models.text.Message;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the unknown fields of a reading as one JSON object of at most {@value #MAX_BYTES} bytes.
 * Not thread-safe.
 */
public final class ExtraFields {
  /** Maximum size of the JSON text in UTF-8, in bytes. */
  public static final int MAX_BYTES = 8 * 1024;

  private static final int MAX_NAMES = 10;
  private static final int MAX_NAME_CHARACTERS = 30;

  /** Half of a surrogate pair, which UTF-8 cannot encode; it is escaped. */
  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

  private final List<String> firstNames = new ArrayList<>(0);
  private @Nullable StringWriter text;
  private @Nullable JsonGenerator json;
  private long count;

  /**
   * Adds a field whose value begins at the parser's current token; moves the parser to the value's
   * end.
   */
  public void add(String name, JsonParser parser) throws IOException {
    count(name);
    if (isFull()) {
      parser.skipChildren();
      return;
    }

    JsonGenerator out = open();
    out.writeFieldName(name);
    copy(parser, out);
    out.flush();
  }

  /** Adds a number; {@code NaN} becomes null. */
  public void add(String name, double value) {
    count(name);
    if (isFull()) {
      return;
    }

    try {
      JsonGenerator out = open();
      out.writeFieldName(name);
      if (Double.isNaN(value)) {
        out.writeNull();
      } else {
        out.writeNumber(value);
      }

      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write JSON to a string", e);
    }
  }

  /**
   * Builds a reading with the collected fields.
   *
   * @param hasMeasure whether the reading names a measure
   * @throws InvalidReadingException if it names none, or the fields exceed {@value #MAX_BYTES}
   *     bytes
   */
  public HeatReading complete(HeatReading.Builder reading, boolean hasMeasure)
      throws InvalidReadingException {
    if (!hasMeasure) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA, "None of the 23 measures is present" + unknownFields());
    }

    if (count == 0) {
      return reading.build();
    }

    String object = text();
    if (isFull() || object.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA,
          "Unknown fields exceed " + MAX_BYTES + " bytes of JSON" + unknownFields());
    }

    return reading.extra(object).build();
  }

  /** Copies the value at the parser's current token; numbers keep their text. */
  static void copy(JsonParser parser, JsonGenerator out) throws IOException {
    int depth = 0;
    do {
      JsonToken token = parser.currentToken();
      if (!token.isNumeric()) {
        out.copyCurrentEvent(parser);
      } else if (parser.isNaN()) {
        // Not JSON, but Python writes NaN.
        out.writeString(parser.getText());
      } else {
        out.writeNumber(parser.getText());
      }

      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    } while (depth > 0 && parser.nextToken() != null);
  }

  private void count(String name) {
    count++;
    if (firstNames.size() < MAX_NAMES) {
      firstNames.add(SafeText.of(name, MAX_NAME_CHARACTERS));
    }
  }

  private JsonGenerator open() throws IOException {
    if (json == null) {
      text = new StringWriter();
      json = HeatJson.FACTORY.createGenerator(text);
      json.writeStartObject();
    }

    return json;
  }

  private boolean isFull() {
    return text != null && text.getBuffer().length() > MAX_BYTES;
  }

  private String text() {
    try {
      JsonGenerator out = open();
      out.writeEndObject();
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write JSON to a string", e);
    }

    Matcher lone =
        LONE_SURROGATE.matcher(Objects.requireNonNull(text, "nothing was added").toString());
    return lone.replaceAll(half -> Message.of("\\\\u%04x", (int) half.group().charAt(0)));
  }

  /** Returns the first names as the end of a message; empty if there are no fields. */
  String unknownFields() {
    if (count == 0) {
      return "";
    }

    String names = "; unknown fields: " + String.join(", ", firstNames);
    long more = count - firstNames.size();
    return more > 0 ? names + " and " + more + " more" : names;
  }
}
