package io.pfss.demo.observe;

import java.util.List;
import java.util.Set;

/**
 * The topics that an observer reads.
 *
 * @param readings the input, {@code heat}
 * @param scores the output, {@code heat_pf}
 * @param deadLetters what could not be scored or stored, {@code heat_dlq}
 */
public record ObservedTopics(String readings, String scores, String deadLetters) {
  /** The names of the data contract. */
  public static final ObservedTopics DEFAULT = new ObservedTopics("heat", "heat_pf", "heat_dlq");

  /**
   * @throws IllegalArgumentException if a name is blank or two are the same
   */
  public ObservedTopics {
    if (readings.isBlank() || scores.isBlank() || deadLetters.isBlank()) {
      throw new IllegalArgumentException(
          "A topic's name is blank: [" + readings + "], [" + scores + "], [" + deadLetters + "]");
    }

    if (readings.equals(scores) || readings.equals(deadLetters) || scores.equals(deadLetters)) {
      throw new IllegalArgumentException(
          "Expected three topics but found: " + readings + ", " + scores + ", " + deadLetters);
    }
  }

  /** The names of all three. */
  List<String> all() {
    return List.of(readings, scores, deadLetters);
  }

  /** The names of those whose records are read, not only counted. */
  Set<String> read() {
    return Set.of(scores, deadLetters);
  }
}
