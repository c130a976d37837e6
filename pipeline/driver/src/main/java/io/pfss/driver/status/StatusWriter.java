// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.status;

import io.pfss.driver.alarm.PageAddress;
import io.pfss.driver.web.FacilityFacts;
import io.pfss.pipeline.PfssOptions;
import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.element.LatestOutlook;
import io.pfss.pipeline.influx.InfluxLines;
import io.pfss.pipeline.outlook.LatestOutlooks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.MoreExecutors;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the states and alarms of the facilities to InfluxDB every 5 s, on its own thread. What an
 * unavailable InfluxDB did not accept is written with the next points, as far as it is still true.
 */
public final class StatusWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
  private static final long PERIOD_SECONDS = 5;

  /** The alerts of the topic are known only after the first read, 5 s after the start. */
  private static final long FIRST_SECONDS = 10;

  private static final int MAX_LINES_PER_REQUEST = 5_000;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          new ThreadFactoryBuilder().setNameFormat("pfss-status").setDaemon(true).build());

  private boolean isUnavailable;

  private StatusWriter() {}

  /**
   * Starts to write; does nothing without an InfluxDB, or if the job raises no alerts.
   *
   * @param pages address under which operators reach the driver's pages; empty if there is none
   * @throws IOException if InfluxDB's host is unknown
   */
  public static StatusWriter start(
      PfssOptions options, FacilityFacts facts, Optional<PageAddress> pages) throws IOException {
    StatusWriter writer = new StatusWriter();
    Optional<InfluxLines> influx = PipelineSettings.influxLines(options);
    if (influx.isPresent() && PipelineSettings.raisesAlerts(options)) {
      FacilityLines lines = new FacilityLines(options.getGroup());
      Optional<LatestOutlooks> outlooks =
          PipelineSettings.outlooks(options).map(LatestOutlooks::of);
      FacilityStatuses facilities =
          new FacilityStatuses(
              facts,
              sensor -> outlooks.map(each -> each.of(sensor)).orElse(LatestOutlook.UNKNOWN),
              pages);
      Future<?> unused =
          writer.timer.scheduleWithFixedDelay(
              () -> writer.write(lines, facilities, influx.get().withoutRetry()),
              FIRST_SECONDS,
              PERIOD_SECONDS,
              TimeUnit.SECONDS);
    }

    return writer;
  }

  /** Waits up to 5 s for the points that are being written. */
  @Override
  public void close() {
    if (!MoreExecutors.shutdownAndAwaitTermination(timer, CLOSE_TIMEOUT)) {
      LOG.warn("States of facilities still being written to InfluxDB; closing anyway");
    }
  }

  private void write(FacilityLines lines, FacilityStatuses facilities, InfluxLines influx) {
    try {
      lines.write(facilities.all(), System.currentTimeMillis(), all -> write(all, influx));
      isUnavailable = false;
    } catch (IOException | RuntimeException | Error e) {
      // It would end the schedule silently.
      if (!isUnavailable) {
        LOG.warn("States of facilities not written to InfluxDB; retrying error={}", e.toString());
      }

      isUnavailable = true;
    }
  }

  private static void write(List<String> lines, InfluxLines influx) throws IOException {
    for (List<String> request : Lists.partition(lines, MAX_LINES_PER_REQUEST)) {
      influx.write(
          request,
          Function.identity(),
          (line, why) ->
              LOG.warn("InfluxDB rejected a facility's point line=\"{}\" error={}", line, why));
    }
  }
}
