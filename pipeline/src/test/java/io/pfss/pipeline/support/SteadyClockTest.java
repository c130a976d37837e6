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
  void aClockSetForwardIsFollowed() {
    wallMillis.addAndGet(HOUR_MILLIS);
    assertThat(clock.millis()).isEqualTo(1_800_000_000_000L + HOUR_MILLIS);
  }

  @Test
  void aClockSetBackIsNotFollowedUntilItHasCaughtUp() {
    wallMillis.addAndGet(-HOUR_MILLIS);
    assertThat(clock.millis()).isEqualTo(1_800_000_000_000L);
    for (int step = 1; step <= 4; step++) {
      // Less than a millisecond each: none may get lost.
      nanos.addAndGet(500_000);
      clock.millis();
    }

    assertThat(clock.millis()).isEqualTo(1_800_000_000_002L);
    wallMillis.set(1_800_000_000_003L);
    assertThat(clock.millis()).isEqualTo(1_800_000_000_003L);
  }
}
