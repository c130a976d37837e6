package io.pfss.driver.web;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.Cache;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.CacheBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers for a while, so that many browsers cost one query: a value, and an error too, as
 * long as the least age, and at least four times as long as it took. So asking takes at most a
 * fifth of the time, however large a fleet is. Thread-safe.
 */
final class Cached<K, V> {
  private static final int MAX_KEYS = 64;
  private static final int TIMES_COST = 4;

  private final Source<K, V> source;
  private final long leastNanos;
  private final LongSupplier nanoClock;
  private final Cache<K, Entry> entries =
      CacheBuilder.newBuilder().concurrencyLevel(1).maximumSize(MAX_KEYS).build();

  /**
   * Keeps what a source answers.
   *
   * @param nanoClock such as {@link System#nanoTime}
   */
  Cached(Source<K, V> source, Duration leastAge, LongSupplier nanoClock) {
    this.source = source;
    this.leastNanos = leastAge.toNanos();
    this.nanoClock = nanoClock;
  }

  /**
   * The kept value, or a new one; whoever asks for the same meanwhile waits for it.
   *
   * @throws IOException if the source failed when it was last asked
   */
  V value(K key) throws IOException {
    return entries.asMap().computeIfAbsent(key, absent -> new Entry()).value(key);
  }

  /** What answers are had from. */
  @FunctionalInterface
  interface Source<K, V> {
    V ask(K key) throws IOException, InterruptedException;
  }

  private final class Entry {
    private boolean asked;
    private long staleNanos;
    private @Nullable V value;
    private @Nullable IOException failure;

    synchronized V value(K key) throws IOException {
      long now = nanoClock.getAsLong();
      if (!asked || now - staleNanos >= 0) {
        ask(key, now);
      }

      if (failure != null) {
        throw new IOException(failure.getMessage(), failure);
      }

      return Objects.requireNonNull(value, "value");
    }

    private void ask(K key, long startNanos) {
      try {
        value = source.ask(key);
        failure = null;
      } catch (IOException e) {
        value = null;
        failure = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        value = null;
        failure = new InterruptedIOException("the server stops");
      }

      long endNanos = nanoClock.getAsLong();
      staleNanos = endNanos + Math.max(leastNanos, TIMES_COST * (endNanos - startNanos));
      asked = true;
    }
  }
}
