// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.catalog.WarehouseUpkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.MoreExecutors;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cleans up the catalog every 5 min on a thread of the driver, so no batch waits for it. */
final class Upkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final long FIRST_MINUTES = 1;
  private static final long PERIOD_MINUTES = 5;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          new ThreadFactoryBuilder().setNameFormat("pfss-upkeep").setDaemon(true).build());

  private Upkeep() {}

  /** Starts the schedule; does nothing without a catalog. */
  static Upkeep start(DriverOptions options) {
    Upkeep upkeep = new Upkeep();
    PipelineSettings.upkeep(options)
        .ifPresent(
            work -> {
              Future<?> unused =
                  upkeep.timer.scheduleWithFixedDelay(
                      () -> run(work), FIRST_MINUTES, PERIOD_MINUTES, TimeUnit.MINUTES);
            });
    return upkeep;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    if (!MoreExecutors.shutdownAndAwaitTermination(timer, CLOSE_TIMEOUT)) {
      LOG.warn("Catalog clean-up still running; closing anyway");
    }
  }

  private static void run(WarehouseUpkeep work) {
    try {
      work.run(Instant.now());
    } catch (RuntimeException e) {
      LOG.warn(
          "Catalog clean-up failed; retrying in {} min error={}",
          PERIOD_MINUTES,
          e.getMessage(),
          e);
    }
  }
}
