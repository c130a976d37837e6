// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacedTaskTest {
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, new ThreadPoolExecutor.DiscardPolicy());
  private final List<Long> begins = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void pausesBetweenRuns() {
    PacedTask.start(executor, Duration.ofMillis(50), 0, () -> begins.add(System.nanoTime()));

    await().until(() -> begins.size() >= 3);
    assertThat(begins.get(2) - begins.get(0)).isGreaterThanOrEqualTo(millis(100));
  }

  @Test
  void pausesNineTimesTheRunTimeOfASlowTask() {
    PacedTask.start(executor, Duration.ofMillis(1), 9, this::slow);

    await().until(() -> begins.size() >= 2);
    assertThat(begins.get(1) - begins.get(0)).isGreaterThanOrEqualTo(millis(300));
  }

  @Test
  void endsWithItsExecutor() throws InterruptedException {
    PacedTask.start(executor, Duration.ofMillis(1), 9, this::slow);
    await().until(() -> !begins.isEmpty());

    executor.shutdown();

    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  /** Runs for 30 ms. */
  private void slow() {
    long begin = System.nanoTime();
    begins.add(begin);
    while (System.nanoTime() - begin < millis(30)) {
      LockSupport.parkNanos(millis(1));
    }
  }

  private static long millis(long count) {
    return TimeUnit.MILLISECONDS.toNanos(count);
  }
}
