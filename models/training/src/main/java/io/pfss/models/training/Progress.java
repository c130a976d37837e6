package io.pfss.models.training;

/** Hears how far a long work has come. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (done, all) -> {};

  /**
   * Some of the work is done.
   *
   * @param done of it, 0…{@code all}
   * @param all of it
   */
  void report(int done, int all);
}
