// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import io.pfss.models.reading.HeatReading;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.warehouse.SensorScan;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.Cache;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.CacheBuilder;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.apache.iceberg.Table;

/**
 * What the warehouse has of a facility. One background thread reads it, for some seconds at most,
 * so that neither the job nor other requests wait. A result is kept for a minute. Thread-safe.
 */
final class WarehouseHistory {
  private static final Duration READ_LIMIT = Duration.ofSeconds(5);
  private static final Duration NEWEST_LIMIT = Duration.ofSeconds(2);
  private static final Duration NEWEST_SPAN = Duration.ofDays(1);
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final int MAX_RESULTS = 64;
  private static final int MAX_WAITING = 16;

  private final CatalogSettings catalog;
  private final ExecutorService reader =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          new ThreadFactoryBuilder().setNameFormat("pfss-history").setDaemon(true).build());
  private final Cache<FacilitySpan, Future<Found>> results =
      CacheBuilder.newBuilder().maximumSize(MAX_RESULTS).expireAfterWrite(KEPT).build();

  WarehouseHistory(CatalogSettings catalog) {
    this.catalog = catalog;
  }

  /**
   * Returns what the table has of a facility; empty if that is still being read: ask again.
   *
   * @throws IOException if the catalog or a file cannot be read
   */
  Optional<Found> find(FacilitySpan asked) throws IOException {
    try {
      Future<Found> result =
          results.asMap().computeIfAbsent(asked, any -> reader.submit(() -> read(asked)));
      return Optional.of(result.get(WAIT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | RejectedExecutionException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IOException("The warehouse cannot be read: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server stops");
    }
  }

  private Found read(FacilitySpan asked) throws IOException {
    Table readings = WarehouseCatalog.of(catalog).readings();
    Instant now = Instant.now();
    Optional<HeatReading> newest =
        SensorScan.of(readings, asked.sensorId(), now.minus(NEWEST_SPAN), now).newest(NEWEST_LIMIT);
    Means means = new Means(asked.span().interval().toMillis());
    double share =
        SensorScan.of(readings, asked.sensorId(), now.minus(asked.span().length()), now)
            .read(READ_LIMIT, means::add);
    return new Found(means, share, newest);
  }

  /**
   * What was found.
   *
   * @param means of the readings
   * @param share of the files that could be read in time, 0 to 1
   * @param newest the last reading of the last day
   */
  record Found(Means means, double share, Optional<HeatReading> newest) {}
}
