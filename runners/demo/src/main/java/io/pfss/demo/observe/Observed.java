package io.pfss.demo.observe;

import java.io.IOException;
import java.util.Optional;

/**
 * What was last seen of a sink that a run may do without and that may fail to answer: a value, why
 * there is none, or neither where the sink is not in use.
 *
 * @param value if the sink answered
 * @param problem why there is no value, if the sink is in use and did not answer
 */
public record Observed<T>(Optional<T> value, Optional<String> problem) {
  /** The sink answered. */
  public static <T> Observed<T> of(T value) {
    return new Observed<>(Optional.of(value), Optional.empty());
  }

  /** The sink did not answer. */
  public static <T> Observed<T> unavailable(String problem) {
    return new Observed<>(Optional.empty(), Optional.of(problem));
  }

  /** The run writes to no such sink. */
  public static <T> Observed<T> notInUse() {
    return new Observed<>(Optional.empty(), Optional.empty());
  }

  /** Asks a sink, if it is in use. */
  static <T> Observed<T> look(Optional<Lookup<T>> sink) throws InterruptedException {
    try {
      return sink.isEmpty() ? notInUse() : of(sink.get().now());
    } catch (IOException e) {
      return unavailable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String toString() {
    return value
        .map(Object::toString)
        .orElseGet(() -> problem.map(why -> "unavailable: " + why).orElse("not in use"));
  }
}
