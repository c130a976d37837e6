package io.pfss.pipeline.influx;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers that a server does not take points, so that not every request has to find out for
 * itself. Forgets it after 5 s, for one request to try. Thread-safe.
 */
final class InfluxOutage {
  private static final Logger LOG = LoggerFactory.getLogger(InfluxOutage.class);
  private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Null: it takes them, as far as is known. */
  private @Nullable String reason;

  private long probeNanos;

  /** Why there is no use in trying; empty for whoever shall try. */
  synchronized Optional<String> known() {
    if (reason == null) {
      return Optional.empty();
    }

    long now = System.nanoTime();
    if (now - probeNanos >= 0) {
      // Only this one waits for the answer.
      probeNanos = now + PROBE_NANOS;
      return Optional.empty();
    }

    return Optional.of(reason);
  }

  /** A request has failed. */
  synchronized void begin(String why) {
    if (reason == null) {
      LOG.error("Points become dead letters until InfluxDB takes one again: {}", why);
    }

    reason = why;
    probeNanos = System.nanoTime() + PROBE_NANOS;
  }

  /** A request went well. */
  synchronized void end() {
    if (reason != null) {
      LOG.info("InfluxDB takes points again");
      reason = null;
    }
  }
}
