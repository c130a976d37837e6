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
 * Sends the driver's own points to InfluxDB, if there is one, on a thread of its own: nobody waits
 * for it. What an InfluxDB that is away did not take goes with the next points, and the oldest are
 * forgotten when there are too many. Thread-safe.
 */
final class PointSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PointSender.class);

  /** Of an hour and more. */
  private static final int MAX_POINTS = 1_000;

  private static final long LAST_SECONDS = 5;

  private final Optional<InfluxLines> influx;
  private final Queue<String> waiting = Queues.synchronizedQueue(EvictingQueue.create(MAX_POINTS));
  private final AtomicBoolean isSending = new AtomicBoolean();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          new ThreadFactoryBuilder().setNameFormat("pfss-driver-points").setDaemon(true).build());

  private volatile String problem = "not asked yet";

  PointSender(Optional<InfluxLines> influx) {
    this.influx = influx.map(InfluxLines::withoutRetry);
  }

  /** Sends lines of line protocol, and returns at once. */
  void send(List<String> lines) {
    if (influx.isEmpty() || lines.isEmpty()) {
      return;
    }

    waiting.addAll(lines);
    if (isSending.compareAndSet(false, true)) {
      thread.execute(() -> sendWaiting(influx.get()));
    }
  }

  /** Whether the last points were taken. */
  HealthCheck check() {
    String last = problem;
    return new HealthCheck("influxdb", last.isEmpty(), last.isEmpty() ? "takes points" : last);
  }

  /** Waits some seconds for what is on its way. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("InfluxDB has not taken the last points of the driver");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendWaiting(InfluxLines to) {
    isSending.set(false);
    List<String> lines = List.copyOf(waiting);
    try {
      to.write(lines, line -> line, (line, why) -> LOG.warn("InfluxDB refuses {}: {}", line, why));
      waiting.removeAll(Set.copyOf(lines));
      if (!problem.isEmpty()) {
        LOG.info("InfluxDB takes the driver's points");
        problem = "";
      }
    } catch (IOException | RuntimeException e) {
      if (problem.isEmpty() || problem.equals("not asked yet")) {
        LOG.warn("The driver's points wait: {}", e.toString());
      }

      problem = String.valueOf(e.getMessage());
    }
  }
}
