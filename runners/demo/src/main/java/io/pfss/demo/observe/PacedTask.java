package io.pfss.demo.observe;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs a task again and again, never more than a tenth of the time: watching a large warehouse or
 * database must not slow what is watched.
 */
final class PacedTask implements Runnable {
  private static final int REST_PER_WORK = 9;

  private final ScheduledExecutorService executor;
  private final Duration interval;
  private final Runnable task;

  private PacedTask(ScheduledExecutorService executor, Duration interval, Runnable task) {
    this.executor = executor;
    this.interval = interval;
    this.task = task;
  }

  /**
   * Starts now.
   *
   * @param executor whose shutdown ends it; it must discard what it no longer runs
   * @param interval the shortest pause between two runs
   * @param task throws nothing
   */
  static void start(ScheduledExecutorService executor, Duration interval, Runnable task) {
    executor.execute(new PacedTask(executor, interval, task));
  }

  @Override
  public void run() {
    long begin = System.nanoTime();
    task.run();
    long rest = Math.max(interval.toNanos(), REST_PER_WORK * (System.nanoTime() - begin));
    executor.schedule(this, rest, TimeUnit.NANOSECONDS);
  }
}
