// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final AtomicLong wallMillis = new AtomicLong(1_800_000_000_000L);
  private final AtomicLong nanos = new AtomicLong(-5);
  private final SteadyClock clock = new SteadyClock(wallMillis::get, nanos::get);

  @Test
  void followsClockSetForward() {
    wallMillis.addAndGet(HOUR_MILLIS);
    assertThat(clock.millis()).isEqualTo(1_800_000_000_000L + HOUR_MILLIS);
  }

  @Test
  void ignoresClockSetBackUntilItCatchesUp() {
    wallMillis.addAndGet(-HOUR_MILLIS);
    assertThat(clock.millis()).isEqualTo(1_800_000_000_000L);
    for (int step = 1; step <= 4; step++) {
      // Steps of less than a millisecond must add up.
      nanos.addAndGet(500_000);
      clock.millis();
    }

    assertThat(clock.millis()).isEqualTo(1_800_000_000_002L);
    wallMillis.set(1_800_000_000_003L);
    assertThat(clock.millis()).isEqualTo(1_800_000_000_003L);
  }
}
