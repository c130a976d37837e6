package io.pfss.trials.benchmarks.nativespark;

import org.apache.spark.sql.streaming.Trigger;

/** How long the queries run. */
enum RunMode {
  /** Until all that is in the topic at the start is done. */
  AVAILABLE_NOW("available-now", Trigger.AvailableNow()),
  /** Until SIGTERM, one micro-batch right after the other. */
  CONTINUOUS("continuous", Trigger.ProcessingTime(0));

  private final String optionValue;
  private final Trigger trigger;

  RunMode(String optionValue, Trigger trigger) {
    this.optionValue = optionValue;
    this.trigger = trigger;
  }

  Trigger trigger() {
    return trigger;
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return optionValue;
  }
}
