package io.pfss.demo.observe;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task again and again, also after one that failed, but never more than a tenth of the time:
 * watching a large warehouse or database must not slow what is watched.
 */
record PacedTask(ScheduledExecutorService executor, Duration interval, Look look)
    implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(PacedTask.class);
  private static final int REST_PER_WORK = 9;

  /**
   * Starts now.
   *
   * @param executor whose shutdown ends it; it must discard what it no longer runs
   * @param interval the shortest pause between two runs
   */
  static void start(ScheduledExecutorService executor, Duration interval, Look look) {
    executor.execute(new PacedTask(executor, interval, look));
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

    long rest = Math.max(interval.toNanos(), REST_PER_WORK * (System.nanoTime() - begin));
    executor.schedule(this, rest, TimeUnit.NANOSECONDS);
  }

  /** One look at a sink. */
  @FunctionalInterface
  interface Look {
    void run() throws InterruptedException;
  }
}
