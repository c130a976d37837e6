package io.pfss.trials.faults;

import io.pfss.trials.yarn.TrialCluster;
import java.time.Duration;
import java.util.Random;

/**
 * Something that goes wrong.
 *
 * @param name for the user
 * @param outage how long it lasts; zero: it is over as soon as it is there
 * @param before happens before readings are sent
 * @param begin makes it
 * @param end mends it
 * @param fillsHeap whether it is of interest what the executors hold meanwhile
 */
record InjectedFault(
    String name, Duration outage, Act before, Act begin, Act end, boolean fillsHeap) {
  private static final Act NOTHING = stage -> {};

  InjectedFault(String name, Duration outage, Act begin, Act end) {
    this(name, outage, NOTHING, begin, end, false);
  }

  /** One that is over as soon as it is there. */
  static InjectedFault atOnce(String name, Act act) {
    return new InjectedFault(name, Duration.ZERO, act, NOTHING);
  }

  /** One that has happened when the first reading is sent. */
  static InjectedFault beforehand(String name, Act act) {
    return new InjectedFault(name, Duration.ZERO, act, NOTHING, NOTHING, false);
  }

  /** One in which readings wait for a sink. */
  static InjectedFault ofSink(String name, Duration outage, Act begin, Act end) {
    return new InjectedFault(name, outage, NOTHING, begin, end, true);
  }

  /** Whether something happens before readings are sent: what they wait for belongs to it. */
  boolean isBeforehand() {
    return before != NOTHING;
  }

  /** The same, but shorter or longer if it lasts at all. */
  InjectedFault lasting(Duration other) {
    return outage.isZero() ? this : new InjectedFault(name, other, before, begin, end, fillsHeap);
  }

  /** A step of it. */
  @FunctionalInterface
  interface Act {
    void on(Stage stage) throws Exception;
  }

  /**
   * What a fault may lay hands on.
   *
   * @param trial the cluster and the main job on it
   * @param sensors what sends readings now
   * @param random for what a fault hits
   */
  record Stage(TrialJob trial, SteadySender sensors, Random random) {
    /** All servers. */
    TrialCluster cluster() {
      return trial.cluster();
    }
  }
}
