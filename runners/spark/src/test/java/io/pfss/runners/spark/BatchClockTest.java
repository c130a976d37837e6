// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.pfss.pipeline.support.SteadyClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BatchClockTest {
  @Test
  void plansBatchesAfterTheClockIsSetBack() {
    AtomicLong wallMillis = new AtomicLong(System.currentTimeMillis());
    BatchClock clock = new BatchClock(new SteadyClock(wallMillis::get, System::nanoTime));
    long next = clock.getTimeMillis() + 50;
    wallMillis.addAndGet(-Duration.ofHours(1).toMillis());

    long planned =
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> clock.waitTillTime(next));

    assertThat(planned).isGreaterThanOrEqualTo(next);
  }

  @Test
  void stopInterruptsTheWaitForABatch() {
    BatchClock clock = new BatchClock();
    Thread.currentThread().interrupt();

    assertThat(catchThrowable(() -> clock.waitTillTime(clock.getTimeMillis() + 60_000)))
        .isInstanceOf(InterruptedException.class);
  }
}
