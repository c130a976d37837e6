package io.pfss.trials.benchmarks;

/** What a contestant is given to do. */
enum Load {
  /** A topic that is full already: how many readings/s? */
  BACKLOG,
  /** Readings as they come, at a steady rate: how late are the scores? */
  STEADY
}
