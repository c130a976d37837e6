// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How far the charts of a facility reach back, and the interval of their points. */
enum Span {
  TEN_MINUTES("10m", Duration.ofMinutes(10), Duration.ofSeconds(5)),
  HOUR("1h", Duration.ofHours(1), Duration.ofSeconds(15)),
  DAY("24h", Duration.ofDays(1), Duration.ofMinutes(5)),
  WEEK("7d", Duration.ofDays(7), Duration.ofMinutes(30));

  private final String word;
  private final Duration length;
  private final Duration interval;

  Span(String word, Duration length, Duration interval) {
    this.word = word;
    this.length = length;
    this.interval = interval;
  }

  /**
   * Returns the span that a request names.
   *
   * @throws IllegalArgumentException if it names none
   */
  static Span of(URI request) {
    String word = Parameters.value(request, "span=");
    return Arrays.stream(values())
        .filter(span -> span.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "span= must be one of "
                        + Arrays.stream(values())
                            .map(span -> span.word)
                            .collect(Collectors.joining(", "))));
  }

  Duration length() {
    return length;
  }

  Duration interval() {
    return interval;
  }
}
