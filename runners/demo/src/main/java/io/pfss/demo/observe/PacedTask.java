// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a task repeatedly, also after a failure, with pauses proportional to the run time. */
record PacedTask(
    ScheduledExecutorService executor, Duration interval, int restPerWork, Observation observation)
    implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(PacedTask.class);

  /**
   * Starts the first run now.
   *
   * @param executor its shutdown ends the task; it must discard rejected tasks
   * @param interval the minimum pause between two runs
   * @param restPerWork the minimum pause after a run, as a multiple of the run's duration
   */
  static void start(
      ScheduledExecutorService executor,
      Duration interval,
      int restPerWork,
      Observation observation) {
    executor.execute(new PacedTask(executor, interval, restPerWork, observation));
  }

  @Override
  public void run() {
    long begin = System.nanoTime();
    try {
      observation.run();
    } catch (InterruptedException e) {
      // The observer is closing.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("Failed to observe a sink; retrying", e);
    }

    long rest = Math.max(interval.toNanos(), restPerWork * (System.nanoTime() - begin));
    Future<?> unused = executor.schedule(this, rest, TimeUnit.NANOSECONDS);
  }

  /** Observes a sink once. */
  @FunctionalInterface
  interface Observation {
    void run() throws InterruptedException;
  }
}
