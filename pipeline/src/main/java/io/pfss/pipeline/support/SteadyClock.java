// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.support;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A wall clock that never goes back. If the system's wall clock is set back, this clock advances by
 * elapsed time until the wall clock has caught up, so a wait for a time does not get longer. To
 * measure elapsed time, use {@link System#nanoTime}. Thread-safe.
 */
public final class SteadyClock {
  private static final SteadyClock SYSTEM =
      new SteadyClock(System::currentTimeMillis, System::nanoTime);

  private final LongSupplier wallMillis;
  private final LongSupplier nanoClock;

  /** The wall clock's time when it was last not behind this clock, in ms since the epoch. */
  private long baseMillis;

  private long baseNanos;

  /**
   * Creates a clock that starts at the wall clock's time.
   *
   * @param wallMillis such as {@link System#currentTimeMillis}
   * @param nanoClock such as {@link System#nanoTime}
   */
  public SteadyClock(LongSupplier wallMillis, LongSupplier nanoClock) {
    this.wallMillis = Objects.requireNonNull(wallMillis, "wallMillis");
    this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
    baseMillis = wallMillis.getAsLong();
    baseNanos = nanoClock.getAsLong();
  }

  /** Returns the clock of this process. */
  public static SteadyClock system() {
    return SYSTEM;
  }

  /** Returns the current time, in ms since the epoch. */
  public synchronized long millis() {
    long nanos = nanoClock.getAsLong();
    long wall = wallMillis.getAsLong();
    long steady = baseMillis + TimeUnit.NANOSECONDS.toMillis(nanos - baseNanos);
    if (wall < steady) {
      return steady;
    }

    baseMillis = wall;
    baseNanos = nanos;
    return wall;
  }
}
