// SPDX-License-Identifier: Apache-2.0
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
 * A cache of query results, so that many browsers cost one query. It caches a value or an error for
 * the minimum age and for at least four times the duration of the query. So queries run at most a
 * fifth of the time, whatever the size of the fleet. Thread-safe.
 */
final class Cached<K, V> {
  private static final int MAX_KEYS = 64;
  private static final int COST_FACTOR = 4;

  private final Source<K, V> source;
  private final long minNanos;
  private final LongSupplier nanoClock;
  private final Cache<K, Entry> entries =
      CacheBuilder.newBuilder().concurrencyLevel(1).maximumSize(MAX_KEYS).build();

  /**
   * Creates a cache of a source's values.
   *
   * @param nanoClock such as {@link System#nanoTime}
   */
  Cached(Source<K, V> source, Duration minAge, LongSupplier nanoClock) {
    this.source = source;
    this.minNanos = minAge.toNanos();
    this.nanoClock = nanoClock;
  }

  /**
   * Returns the cached value, or a new one; concurrent calls for the same key wait for it.
   *
   * @throws IOException if the last query of the source failed
   */
  V value(K key) throws IOException {
    return entries.asMap().computeIfAbsent(key, absent -> new Entry()).value(key);
  }

  /** Computes the value of a key. */
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
      staleNanos = endNanos + Math.max(minNanos, COST_FACTOR * (endNanos - startNanos));
      asked = true;
    }
  }
}
