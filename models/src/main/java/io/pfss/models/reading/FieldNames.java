// SPDX-License-Identifier: Apache-2.0
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
 * The accepted names of a reading's fields: the names of topic {@code heat}, the columns of the
 * warehouse, and a user's names. Names are compared in Unicode NFC, without surrounding space.
 * Immutable.
 */
public final class FieldNames implements Serializable {
  private static final long serialVersionUID = 1;

  /** Index of an unknown field. */
  static final int UNKNOWN = -1;

  /** Index of the sensor's id; the index of a measure is its ordinal. */
  static final int SENSOR_ID = Measure.ALL.size();

  /** Index of the event time. */
  static final int TIMESTAMP = SENSOR_ID + 1;

  /** Number of fields of a reading. */
  static final int COUNT = TIMESTAMP + 1;

  /** The names of topic {@code heat} and of the warehouse columns. */
  public static final FieldNames DEFAULT = new FieldNames(ownNames());

  private static final int MAX_EXCERPT = 40;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Map<String, Integer> indices;

  private FieldNames(Map<String, Integer> indices) {
    this.indices = indices;
  }

  /**
   * Reads names from Java properties in UTF-8: {@code 온도=temp_c} or {@code temperature=temp_c}. The
   * default names are accepted too.
   *
   * @throws IllegalArgumentException if a property is not a field of a reading, or a name is empty,
   *     duplicate or the name of another field; the message is one line
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
            shown(field) + " is not a measure, sensor_id or timestamp");
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

  /** Returns the measure with a name; empty if there is none. */
  public Optional<Measure> measure(String name) {
    int index = indexOf(name);
    return index == UNKNOWN || index >= SENSOR_ID
        ? Optional.empty()
        : Optional.of(Measure.ALL.get(index));
  }

  /** Returns the index of the field with a name, or {@link #UNKNOWN}. */
  int indexOf(String name) {
    Integer index = indices.get(name);
    if (index == null) {
      // Most names match exactly: normalize only the others.
      index = indices.get(normal(name));
    }

    return index == null ? UNKNOWN : index;
  }

  /** Returns a name in NFC without surrounding space. */
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

  /** Returns the name of a field in topic {@code heat}. */
  static String nameOf(int index) {
    if (index < SENSOR_ID) {
      return Measure.ALL.get(index).jsonName();
    }

    return index == SENSOR_ID ? HeatJson.SENSOR_ID : HeatJson.TIMESTAMP;
  }

  private static String shown(String name) {
    return "'" + SafeText.of(name, MAX_EXCERPT) + "'";
  }

  /** Properties that reject duplicate keys. */
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
