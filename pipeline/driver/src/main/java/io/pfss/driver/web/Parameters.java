// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** Parses the query of a request; accepts numbers only. */
final class Parameters {
  /** Maximum number of sensors in one request. */
  static final int MAX_SENSORS = 5;

  private static final int MAX_SEARCH = 100;

  private Parameters() {}

  /**
   * Returns the sensors of {@code sensors=1,2,3}, sorted and distinct; none if it is absent or
   * empty.
   *
   * @throws IllegalArgumentException if an id is not an integer, or there are more than five
   */
  static List<Long> sensors(URI request) {
    String text = value(request, "sensors=");
    TreeSet<Long> sensors = new TreeSet<>();
    for (String id : text.isEmpty() ? new String[0] : text.split(",", MAX_SENSORS + 2)) {
      try {
        sensors.add(Long.parseLong(id));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("sensors= contains a value that is not an integer", e);
      }
    }

    if (sensors.size() > MAX_SENSORS) {
      throw new IllegalArgumentException("sensors= contains more than " + MAX_SENSORS + " sensors");
    }

    return List.copyOf(sensors);
  }

  /**
   * Returns the sensor of {@code sensor=7}.
   *
   * @throws IllegalArgumentException if it is not an integer
   */
  static long sensor(URI request) {
    try {
      return Long.parseLong(value(request, "sensor="));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("sensor= must be the number of a sensor", e);
    }
  }

  /**
   * Returns the text of {@code search=TR-7}; empty for all.
   *
   * @throws IllegalArgumentException if it is longer than 100 characters
   */
  static String search(URI request) {
    String text = value(request, "search=");
    if (text.length() > MAX_SEARCH) {
      throw new IllegalArgumentException("search= must be at most " + MAX_SEARCH + " characters");
    }

    return text;
  }

  /** Returns the last value of a parameter; empty if it is absent. */
  static String value(URI request, String name) {
    return Arrays.stream(Objects.requireNonNullElse(request.getQuery(), "").split("&"))
        .filter(part -> part.startsWith(name))
        .map(part -> part.substring(name.length()))
        .reduce("", (first, last) -> last);
  }
}
