// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value of the whole fleet, which a background thread renews as long as somebody asks for it. So
 * only the first request waits for it, however large the fleet is. Renewing takes at most a fifth
 * of the time. Thread-safe.
 */
final class Watched<V> {
  private static final Logger LOG = LoggerFactory.getLogger(Watched.class);
  private static final Duration MIN_PAUSE = Duration.ofSeconds(2);
  private static final Duration WATCHED_FOR = Duration.ofSeconds(20);
  private static final int PAUSE_FACTOR = 4;
  private static final ScheduledExecutorService THREADS =
      Executors.newScheduledThreadPool(
          2, new ThreadFactoryBuilder().setNameFormat("pfss-page-%d").setDaemon(true).build());

  private final Source<V> source;
  private boolean isRenewed;
  private long askedNanos;
  private @Nullable V value;
  private @Nullable IOException failure;

  /** Creates a value that nobody has asked for. */
  Watched(Source<V> source) {
    this.source = source;
  }

  /**
   * Returns the latest value.
   *
   * @throws IOException if the source failed the last time
   */
  synchronized V value() throws IOException {
    askedNanos = System.nanoTime();
    if (!isRenewed) {
      renew();
    }

    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }

    return Objects.requireNonNull(value, "value");
  }

  private void renew() {
    long startNanos = System.nanoTime();
    V next = null;
    IOException problem = null;
    try {
      next = source.ask();
    } catch (IOException e) {
      problem = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problem = new InterruptedIOException("the server stops");
    } catch (RuntimeException | Error e) {
      // It would end the schedule silently, and the page would show the last value for ever.
      LOG.error("Cannot compute what the page shows", e);
      problem = new IOException("internal error; see the job's log", e);
    }

    accept(next, problem, startNanos);
  }

  private synchronized void accept(
      @Nullable V next, @Nullable IOException problem, long startNanos) {
    value = next;
    failure = problem;
    isRenewed = startNanos - askedNanos < WATCHED_FOR.toNanos();
    if (isRenewed) {
      long nanos = System.nanoTime() - startNanos;
      Future<?> unused =
          THREADS.schedule(
              this::renew,
              Math.max(MIN_PAUSE.toNanos(), PAUSE_FACTOR * nanos),
              TimeUnit.NANOSECONDS);
    }
  }

  /** Computes a value. */
  @FunctionalInterface
  interface Source<V> {
    V ask() throws IOException, InterruptedException;
  }
}
