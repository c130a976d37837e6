package io.pfss.models.reading;

import io.pfss.models.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.StringReader;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * By which names a reading's fields are known: the names of topic {@code heat}, the columns of the
 * warehouse, and a user's own. Names are compared in Unicode NFC and without space around them.
 * Immutable.
 */
public final class FieldNames implements Serializable {
  private static final long serialVersionUID = 1;

  /** The index of what is no field of a reading. */
  static final int UNKNOWN = -1;

  /** The index of the sensor's id; measures have their ordinals. */
  static final int SENSOR_ID = Measure.ALL.size();

  /** The index of the event time. */
  static final int TIMESTAMP = SENSOR_ID + 1;

  /** How many fields a reading has. */
  static final int COUNT = TIMESTAMP + 1;

  /** The names of topic {@code heat}, and those of the columns. */
  public static final FieldNames DEFAULT = new FieldNames(ownNames());

  private static final int MAX_EXCERPT = 40;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Map<String, Integer> indices;

  private FieldNames(Map<String, Integer> indices) {
    this.indices = indices;
  }

  /**
   * Reads names from Java properties in UTF-8: {@code 온도=temp_c} or {@code temperature=temp_c}.
   * They are known beside the default names.
   *
   * @throws IllegalArgumentException if a property names no field of a reading, or a name is empty,
   *     doubled or another field's; the message is one line
   * @throws java.nio.charset.CharacterCodingException if the text is not in UTF-8; the message says
   *     what to do
   * @throws IOException if the stream cannot be read
   */
  public static FieldNames read(InputStream properties) throws IOException {
    Properties named = new UniqueProperties();
    named.load(new StringReader(Utf8.read(properties)));
    Map<String, Integer> indices = ownNames();
    Set<Integer> mapped = new HashSet<>();
    for (String field : named.stringPropertyNames()) {
      Integer index = DEFAULT.indices.get(normal(field));
      if (index == null) {
        throw new IllegalArgumentException(
            shown(field) + " is no measure, nor sensor_id or timestamp");
      }

      if (!mapped.add(index)) {
        throw new IllegalArgumentException(shown(field) + " is named twice");
      }

      String name = normal(named.getProperty(field));
      if (name.isEmpty()) {
        throw new IllegalArgumentException(shown(field) + " has an empty name");
      }

      Integer other = indices.put(name, index);
      if (other != null && !other.equals(index)) {
        throw new IllegalArgumentException(
            shown(name) + " is the name of two fields: " + nameOf(other) + ", " + nameOf(index));
      }
    }

    return new FieldNames(indices);
  }

  /** The measure of a name; empty if it is the name of none. */
  public Optional<Measure> measure(String name) {
    int index = indexOf(name);
    return index == UNKNOWN || index >= SENSOR_ID
        ? Optional.empty()
        : Optional.of(Measure.ALL.get(index));
  }

  /** The index of the field of a name. */
  int indexOf(String name) {
    Integer index = indices.get(name);
    if (index == null) {
      // Most names hit as they are: what normalization costs is paid for others only.
      index = indices.get(normal(name));
    }

    return index == null ? UNKNOWN : index;
  }

  /** A name in NFC without space around it. */
  public static String normal(String name) {
    int start = 0;
    int end = name.length();
    while (start < end && isBlank(name.charAt(start))) {
      start++;
    }

    while (end > start && isBlank(name.charAt(end - 1))) {
      end--;
    }

    return Normalizer.normalize(name.substring(start, end), Normalizer.Form.NFC);
  }

  private static boolean isBlank(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == BYTE_ORDER_MARK;
  }

  private static Map<String, Integer> ownNames() {
    Map<String, Integer> indices = new HashMap<>();
    for (Measure measure : Measure.ALL) {
      indices.put(measure.jsonName(), measure.ordinal());
      indices.put(measure.column(), measure.ordinal());
    }

    indices.put(HeatJson.SENSOR_ID, SENSOR_ID);
    indices.put(HeatJson.TIMESTAMP, TIMESTAMP);
    return indices;
  }

  /** The name of a field in topic {@code heat}. */
  static String nameOf(int index) {
    if (index < SENSOR_ID) {
      return Measure.ALL.get(index).jsonName();
    }

    return index == SENSOR_ID ? HeatJson.SENSOR_ID : HeatJson.TIMESTAMP;
  }

  private static String shown(String name) {
    return "'" + SafeText.of(name, MAX_EXCERPT) + "'";
  }

  /** Properties of which none may be given twice. */
  private static final class UniqueProperties extends Properties {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Object put(Object key, Object value) {
      if (containsKey(key)) {
        throw new IllegalArgumentException(shown(key.toString()) + " is named twice");
      }

      return super.put(key, value);
    }
  }
}
