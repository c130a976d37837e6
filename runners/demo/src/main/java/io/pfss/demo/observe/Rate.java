// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Measures how fast a count grows, averaged over a window of time. Thread-safe. */
final class Rate {
  private final long windowNanos;
  private final Deque<Sample> samples = new ArrayDeque<>();

  Rate(Duration window) {
    this.windowNanos = window.toNanos();
  }

  /** Adds the count at a time of {@link System#nanoTime()}. */
  synchronized void sample(long nanos, long count) {
    samples.addLast(new Sample(nanos, count));
    while (samples.size() > 2 && nanos - samples.getFirst().nanos > windowNanos) {
      samples.removeFirst();
    }
  }

  /** Returns the growth per second; 0 before the second sample. */
  synchronized double perSecond() {
    if (samples.size() < 2) {
      return 0;
    }

    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    long nanos = last.nanos - first.nanos;
    return nanos <= 0 ? 0 : (last.count - first.count) * 1e9 / nanos;
  }

  private record Sample(long nanos, long count) {}
}
