// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.faults;

import io.pfss.trials.yarn.TrialCluster;
import java.time.Duration;
import java.util.Random;

/**
 * A fault to inject.
 *
 * @param name the fault's name, for the user
 * @param outage its duration; zero for a fault that ends immediately
 * @param before runs before readings are sent
 * @param begin starts the fault
 * @param end ends the fault
 * @param fillsHeap whether to measure the executors' heap during the fault
 */
record InjectedFault(
    String name, Duration outage, Act before, Act begin, Act end, boolean fillsHeap) {
  private static final Act NOTHING = stage -> {};

  InjectedFault(String name, Duration outage, Act begin, Act end) {
    this(name, outage, NOTHING, begin, end, false);
  }

  /** Creates a fault that ends immediately. */
  static InjectedFault instant(String name, Act act) {
    return new InjectedFault(name, Duration.ZERO, act, NOTHING);
  }

  /** Creates a fault that occurs before the first reading is sent. */
  static InjectedFault beforeSending(String name, Act act) {
    return new InjectedFault(name, Duration.ZERO, act, NOTHING, NOTHING, false);
  }

  /** Creates a fault of a sink, in which readings wait for the sink. */
  static InjectedFault ofSink(String name, Duration outage, Act begin, Act end) {
    return new InjectedFault(name, outage, NOTHING, begin, end, true);
  }

  /**
   * Whether the fault occurs before readings are sent, so that the wait for the first scores
   * belongs to it.
   */
  boolean isBeforeSending() {
    return before != NOTHING;
  }

  /** Returns the same fault with another duration, unless it ends immediately. */
  InjectedFault lasting(Duration other) {
    return outage.isZero() ? this : new InjectedFault(name, other, before, begin, end, fillsHeap);
  }

  /** An action of a fault. */
  @FunctionalInterface
  interface Act {
    void on(Stage stage) throws Exception;
  }

  /**
   * The objects that a fault can use.
   *
   * @param trial the cluster and the main job on it
   * @param sensors the sender of the readings
   * @param random chooses the target of a fault
   */
  record Stage(TrialJob trial, SteadySender sensors, Random random) {
    /** Returns the servers of the cluster. */
    TrialCluster cluster() {
      return trial.cluster();
    }
  }
}
