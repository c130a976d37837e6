// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.influx;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers that a server does not accept points; one request every 5 s tries. Thread-safe. */
final class InfluxOutage {
  private static final Logger LOG = LoggerFactory.getLogger(InfluxOutage.class);
  private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Null if no outage is known. */
  private @Nullable String reason;

  private long probeNanos;

  /** Returns why a request would fail; empty if the caller should try. */
  synchronized Optional<String> known() {
    if (reason == null) {
      return Optional.empty();
    }

    long now = System.nanoTime();
    if (now - probeNanos >= 0) {
      // Only this caller tries.
      probeNanos = now + PROBE_NANOS;
      return Optional.empty();
    }

    return Optional.of(reason);
  }

  /** Notes that a request failed. */
  synchronized void begin(String why) {
    if (reason == null) {
      LOG.error("InfluxDB unavailable; points become dead letters error={}", why);
    }

    reason = why;
    probeNanos = System.nanoTime() + PROBE_NANOS;
  }

  /** Notes that a request succeeded. */
  synchronized void end() {
    if (reason != null) {
      LOG.info("InfluxDB available again; points are written");
      reason = null;
    }
  }
}
