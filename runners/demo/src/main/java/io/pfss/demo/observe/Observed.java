package io.pfss.demo.observe;

import java.util.Optional;

/**
 * What was last seen of a sink that a run may do without and that may fail to answer: a value, why
 * there is none, or that the sink is not in use. Immutable.
 *
 * @param <T> the type of the value
 */
public final class Observed<T> {
  private final T value;
  private final String problem;

  private Observed(T value, String problem) {
    this.value = value;
    this.problem = problem;
  }

  /** The sink answered. */
  public static <T> Observed<T> of(T value) {
    if (value == null) {
      throw new IllegalArgumentException("An observed value is null");
    }

    return new Observed<>(value, null);
  }

  /**
   * The sink did not answer.
   *
   * @param problem why, for people
   */
  public static <T> Observed<T> unavailable(String problem) {
    if (problem == null) {
      throw new IllegalArgumentException("The problem of an unavailable sink is null");
    }

    return new Observed<>(null, problem);
  }

  /** The run writes to no such sink. */
  public static <T> Observed<T> notInUse() {
    return new Observed<>(null, null);
  }

  /** The value, if the sink answered. */
  public Optional<T> value() {
    return Optional.ofNullable(value);
  }

  /** Why there is no value, if the sink is in use and did not answer. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Whether the run writes to this sink. */
  public boolean inUse() {
    return value != null || problem != null;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Observed<?> that
        && value().equals(that.value())
        && problem().equals(that.problem());
  }

  @Override
  public int hashCode() {
    return 31 * value().hashCode() + problem().hashCode();
  }

  @Override
  public String toString() {
    if (value != null) {
      return value.toString();
    }

    return problem != null ? "unavailable: " + problem : "not in use";
  }
}
