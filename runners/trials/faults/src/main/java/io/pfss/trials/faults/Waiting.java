// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.faults;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ways in which a trial waits. */
final class Waiting {
  private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);

  private Waiting() {}

  /** Waits for a condition that faults may prevent. Returns whether it was met in time. */
  static boolean until(String name, Duration limit, Duration poll, Callable<Boolean> condition) {
    try {
      Awaitility.await(name).atMost(limit).pollInterval(poll).ignoreExceptions().until(condition);
      return true;
    } catch (ConditionTimeoutException e) {
      LOG.error("Timeout: waitingFor={} limit={}", name, limit);
      return false;
    }
  }

  /** Waits for a length of time, while readings are sent. */
  static void pause(Duration length) throws InterruptedException {
    untilNanos(System.nanoTime() + length.toNanos());
  }

  /** Waits until a {@link System#nanoTime()}. */
  static void untilNanos(long deadline) throws InterruptedException {
    while (System.nanoTime() < deadline) {
      LockSupport.parkNanos(deadline - System.nanoTime());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
