package io.pfss.trials.faults;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a trial waits. */
final class Waiting {
  private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);

  private Waiting() {}

  /** Waits for a state that faults may keep from coming; answers whether it came. */
  static boolean until(String what, Duration limit, Duration poll, Callable<Boolean> state) {
    try {
      Awaitility.await(what).atMost(limit).pollInterval(poll).ignoreExceptions().until(state);
      return true;
    } catch (ConditionTimeoutException e) {
      LOG.error("{} did not come within {}", what, limit);
      return false;
    }
  }

  /** Lets time pass in which a trial's readings are sent. */
  static void pause(Duration length) throws InterruptedException {
    untilNanos(System.nanoTime() + length.toNanos());
  }

  /** Lets time pass until a moment of {@link System#nanoTime()}. */
  static void untilNanos(long moment) throws InterruptedException {
    while (System.nanoTime() < moment) {
      LockSupport.parkNanos(moment - System.nanoTime());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
