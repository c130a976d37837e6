package io.pfss.demo.observe;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task again and again, also after one that failed, with pauses that grow with the time that
 * it takes.
 */
record PacedTask(ScheduledExecutorService executor, Duration interval, int restPerWork, Look look)
    implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(PacedTask.class);

  /**
   * Starts now.
   *
   * @param executor whose shutdown ends it; it must discard what it no longer runs
   * @param interval the shortest pause between two runs
   * @param restPerWork how many times as long as a run the pause after it is at least
   */
  static void start(
      ScheduledExecutorService executor, Duration interval, int restPerWork, Look look) {
    executor.execute(new PacedTask(executor, interval, restPerWork, look));
  }

  @Override
  public void run() {
    long begin = System.nanoTime();
    try {
      look.run();
    } catch (InterruptedException e) {
      // The observer closes.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("Watching a sink failed and goes on", e);
    }

    long rest = Math.max(interval.toNanos(), restPerWork * (System.nanoTime() - begin));
    Future<?> unused = executor.schedule(this, rest, TimeUnit.NANOSECONDS);
  }

  /** One look at a sink. */
  @FunctionalInterface
  interface Look {
    void run() throws InterruptedException;
  }
}
