package io.pfss.driver.web;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The query of a request: nothing but numbers is taken. */
final class Parameters {
  /** How many sensors are shown at once. */
  static final int MAX_SENSORS = 5;

  private static final Pattern DIGITS = Pattern.compile("[0-9]{0,19}");

  private Parameters() {}

  /**
   * The sensors of {@code sensors=1,2,3}, sorted, each once; none if it is absent or empty.
   *
   * @throws IllegalArgumentException if one is not an integer, or they are more than five
   */
  static List<Long> sensors(URI request) {
    String text = value(request, "sensors=");
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
  static String search(URI request) {
    String text = value(request, "search=");
    if (!DIGITS.matcher(text).matches()) {
      throw new IllegalArgumentException("search= is no beginning of a sensor's number");
    }

    return text;
  }

  /** What follows a name; of several with one name the last, empty if it is absent. */
  private static String value(URI request, String name) {
    return Arrays.stream(Objects.requireNonNullElse(request.getQuery(), "").split("&"))
        .filter(part -> part.startsWith(name))
        .map(part -> part.substring(name.length()))
        .reduce("", (first, last) -> last);
  }
}
