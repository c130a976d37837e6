package io.pfss.runners.faults;

import java.time.Duration;

/**
 * Something that goes wrong.
 *
 * @param name for the user
 * @param outage how long it lasts; zero: it is over as soon as it is there
 * @param begin makes it
 * @param end mends it
 */
record Fault(String name, Duration outage, Act begin, Act end) {
  /** One that is over as soon as it is there. */
  static Fault atOnce(String name, Act act) {
    return new Fault(name, Duration.ZERO, act, stage -> {});
  }

  /** The same, but shorter or longer if it lasts at all. */
  Fault lasting(Duration other) {
    return outage.isZero() ? this : new Fault(name, other, begin, end);
  }

  /** A step of it. */
  @FunctionalInterface
  interface Act {
    void on(Stage stage) throws Exception;
  }
}
