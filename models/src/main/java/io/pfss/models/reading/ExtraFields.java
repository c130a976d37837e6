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
 * Collects what a reading says beside its own fields, as one JSON object of at most {@value
 * #MAX_BYTES} bytes. Not thread-safe.
 */
public final class ExtraFields {
  /** The most bytes of the JSON text in UTF-8. */
  public static final int MAX_BYTES = 8 * 1024;

  private static final int MAX_NAMES = 10;
  private static final int MAX_NAME_CHARACTERS = 30;

  /** Half of a character: no encoder writes it, so it is escaped. */
  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

  private final List<String> firstNames = new ArrayList<>(0);
  private @Nullable StringWriter text;
  private @Nullable JsonGenerator json;
  private long count;

  /** Adds a field whose value begins at the parser, which then stands on the value's end. */
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

  /** Adds a number; {@code NaN} is null. */
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
      throw new UncheckedIOException("A text cannot be written", e);
    }
  }

  /**
   * Adds what was collected to a reading.
   *
   * @param hasMeasure whether the reading names a measure
   * @throws InvalidReadingException if it names none, or there is more than is kept
   */
  public HeatReading complete(HeatReading.Builder reading, boolean hasMeasure)
      throws InvalidReadingException {
    if (!hasMeasure) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA, "None of the 23 measures is there" + unknownFields());
    }

    if (count == 0) {
      return reading.build();
    }

    String object = text();
    if (isFull() || object.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA,
          "Unknown fields may be at most " + MAX_BYTES + " bytes of JSON" + unknownFields());
    }

    return reading.extra(object).build();
  }

  /** Writes the value that the parser stands on; numbers stay as they are written. */
  static void copy(JsonParser parser, JsonGenerator out) throws IOException {
    int depth = 0;
    do {
      JsonToken token = parser.currentToken();
      if (!token.isNumeric()) {
        out.copyCurrentEvent(parser);
      } else if (parser.isNaN()) {
        // No JSON, though Python writes it so.
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
      throw new UncheckedIOException("A text cannot be written", e);
    }

    Matcher lone =
        LONE_SURROGATE.matcher(Objects.requireNonNull(text, "nothing was added").toString());
    return lone.replaceAll(half -> Message.of("\\\\u%04x", (int) half.group().charAt(0)));
  }

  /** The end of a message: the first names; empty if there are none. */
  String unknownFields() {
    if (count == 0) {
      return "";
    }

    String names = "; unknown fields: " + String.join(", ", firstNames);
    long more = count - firstNames.size();
    return more > 0 ? names + " and " + more + " more" : names;
  }
}
