package io.pfss.pipeline.support;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The wall clock, except that it never goes back. Where the wall clock is set back, this one goes
 * on as time passes, until the wall clock has caught up: what waits for a time waits no longer than
 * it should. For time that has passed take {@link System#nanoTime}. Thread-safe.
 */
public final class SteadyClock {
  private static final SteadyClock SYSTEM =
      new SteadyClock(System::currentTimeMillis, System::nanoTime);

  private final LongSupplier wallMillis;
  private final LongSupplier nanoClock;

  /** What the wall clock told when it was last not behind. */
  private long baseMillis;

  private long baseNanos;

  /**
   * A clock that begins at the wall clock's time.
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

  /** This process's clock. */
  public static SteadyClock system() {
    return SYSTEM;
  }

  /** Now, in ms since the epoch. */
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
