package io.pfss.driver.web;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The query of a request: nothing but numbers is taken. */
final class Parameters {
  /** How many sensors are shown at once. */
  static final int MAX_SENSORS = 5;

  private static final Pattern DIGITS = Pattern.compile("[0-9]{0,19}");

  private final Map<String, String> values = new HashMap<>();

  private Parameters() {}

  /** Those of a request; of several with one name the last. */
  static Parameters of(URI request) {
    Parameters parameters = new Parameters();
    if (request.getQuery() != null) {
      for (String part : request.getQuery().split("&")) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          parameters.values.put(part.substring(0, equals), part.substring(equals + 1));
        }
      }
    }

    return parameters;
  }

  /**
   * The sensors of {@code sensors=1,2,3}, sorted, each once; none if it is absent or empty.
   *
   * @throws IllegalArgumentException if one is not an integer, or they are more than five
   */
  List<Long> sensors() {
    String text = values.getOrDefault("sensors", "");
    TreeSet<Long> sensors = new TreeSet<>();
    for (String id : text.isEmpty() ? new String[0] : text.split(",", MAX_SENSORS + 2)) {
      try {
        sensors.add(Long.parseLong(id));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("sensors= holds what is no integer", e);
      }
    }

    if (sensors.size() > MAX_SENSORS) {
      throw new IllegalArgumentException("sensors= holds more than " + MAX_SENSORS);
    }

    return List.copyOf(sensors);
  }

  /**
   * The digits that ids are to begin with, of {@code search=12}; empty for all.
   *
   * @throws IllegalArgumentException if there is anything but digits
   */
  String search() {
    String text = values.getOrDefault("search", "");
    if (!DIGITS.matcher(text).matches()) {
      throw new IllegalArgumentException("search= is no beginning of a sensor's number");
    }

    return text;
  }
}
