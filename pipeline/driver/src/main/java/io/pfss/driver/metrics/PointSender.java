// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.metrics;

import io.pfss.driver.web.HealthCheck;
import io.pfss.pipeline.influx.InfluxLines;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.EvictingQueue;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Queues;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the driver's points to InfluxDB, if there is one, on a separate thread; callers do not
 * wait. Points that an unavailable InfluxDB did not accept are sent again with the next ones; the
 * oldest are dropped when too many wait. Thread-safe.
 */
final class PointSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PointSender.class);

  /** More than an hour of points. */
  private static final int MAX_POINTS = 1_000;

  private static final long CLOSE_TIMEOUT_SECONDS = 5;

  private final Optional<InfluxLines> influx;
  private final Queue<String> waiting = Queues.synchronizedQueue(EvictingQueue.create(MAX_POINTS));
  private final AtomicBoolean isSending = new AtomicBoolean();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          new ThreadFactoryBuilder().setNameFormat("pfss-driver-points").setDaemon(true).build());

  private volatile String problem = "nothing sent yet";

  PointSender(Optional<InfluxLines> influx) {
    this.influx = influx.map(InfluxLines::withoutRetry);
  }

  /** Queues lines of line protocol for sending; does not block. */
  void send(List<String> lines) {
    if (influx.isEmpty() || lines.isEmpty()) {
      return;
    }

    waiting.addAll(lines);
    if (isSending.compareAndSet(false, true)) {
      thread.execute(() -> sendWaiting(influx.get()));
    }
  }

  /** Returns whether InfluxDB accepted the last points. */
  HealthCheck check() {
    String last = problem;
    return new HealthCheck("influxdb", last.isEmpty(), last.isEmpty() ? "accepts points" : last);
  }

  /** Waits up to 5 s for the points that are being sent. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn(
            "InfluxDB did not accept the driver's last points; dropping points={}", waiting.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendWaiting(InfluxLines to) {
    isSending.set(false);
    List<String> lines = List.copyOf(waiting);
    try {
      to.write(
          lines,
          line -> line,
          (line, why) ->
              LOG.warn("InfluxDB rejected a driver point line=\"{}\" error={}", line, why));
      waiting.removeAll(Set.copyOf(lines));
      if (!problem.isEmpty()) {
        LOG.info("InfluxDB accepts the driver's points");
        problem = "";
      }
    } catch (IOException | RuntimeException e) {
      if (problem.isEmpty() || problem.equals("nothing sent yet")) {
        LOG.warn("InfluxDB unavailable; retrying driver points error={}", e.toString());
      }

      problem = String.valueOf(e.getMessage());
    }
  }
}
