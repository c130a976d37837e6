// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.page;

import io.pfss.driver.influx.InfluxAccess;
import io.pfss.driver.web.LiveView;
import io.pfss.driver.web.WebServer;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.trials.e2e.DirectWarehouse;
import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.joda.time.Duration;

/**
 * Measures the answers of the operator's page for a large fleet, with a real InfluxDB that takes a
 * reading of each facility every 10 s meanwhile, and five browsers' requests.
 */
public final class PageTimes {
  private static final int BROWSERS = 5;
  private static final int PERIOD_SECONDS = 10;
  private static final int PAST_PERIODS = 60;
  private static final int STORED_FACILITIES = 20;
  private static final long STORED_MILLIS = TimeUnit.HOURS.toMillis(26);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private PageTimes() {}

  /**
   * Prints the times.
   *
   * @param args number of facilities, default 10000; seconds to measure, default 60; 0: serves the
   *     page until the process ends
   */
  public static void main(String[] args) throws Exception {
    int facilities = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    Path folder = Files.createTempDirectory("pfss-page-");
    PageFleet fleet = new PageFleet(facilities, System.currentTimeMillis());
    CatalogSettings catalog = store(folder, fleet, Math.min(facilities, STORED_FACILITIES));
    try (InfluxServer influx =
            InfluxServer.start(InfluxBinary.obtain(), folder.resolve("influxdb"));
        WebServer web =
            WebServer.start(
                "127.0.0.1",
                null,
                LiveView.pages(
                    Optional.of(InfluxAccess.at(influx.url(), "heat_pf")), fleet.facts(catalog)))) {
      post(influx, "/query?q=CREATE%20DATABASE%20heat_pf", "");
      long now = System.currentTimeMillis();
      for (int period = PAST_PERIODS; period > 0; period--) {
        write(influx, fleet, now - TimeUnit.SECONDS.toMillis((long) period * PERIOD_SECONDS));
      }

      ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
      Future<?> unused =
          writer.scheduleAtFixedRate(
              () -> write(influx, fleet, System.currentTimeMillis()),
              0,
              PERIOD_SECONDS,
              TimeUnit.SECONDS);
      System.out.println("Web        " + web.url());
      if (seconds == 0) {
        Thread.currentThread().join();
      }

      measure(web.url(), facilities, seconds);
    }

    System.exit(0);
  }

  private static CatalogSettings store(Path folder, PageFleet fleet, int facilities) {
    CatalogSettings catalog = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    String warehouse = folder.resolve("warehouse").toString();
    WarehouseCatalog.prepare(catalog, warehouse).database().facilities().replace(fleet.records());
    long now = System.currentTimeMillis();
    new DirectWarehouse(catalog, warehouse, Duration.standardMinutes(15))
        .write(PageFleet.readings(facilities, now - STORED_MILLIS, now - 60_000));
    return catalog;
  }

  private static void measure(URI page, int facilities, int seconds) throws Exception {
    Map<String, Histogram> times = new TreeMap<>();
    Map<String, Integer> bytes = new TreeMap<>();
    for (String path : List.of("/api/fleet", "/api/wall", "/api/alarms", "/api/facility")) {
      times.put(path, new ConcurrentHistogram(3));
      bytes.put(path, get(page, query(path, facilities)));
    }

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    ExecutorService browsers = Executors.newFixedThreadPool(BROWSERS);
    List<Callable<Void>> visits =
        Collections.nCopies(
            BROWSERS,
            () -> {
              while (System.nanoTime() < end) {
                for (String path : times.keySet()) {
                  long start = System.nanoTime();
                  get(page, query(path, facilities));
                  times.get(path).recordValue((System.nanoTime() - start) / 1_000);
                  TimeUnit.MILLISECONDS.sleep(200);
                }
              }

              return null;
            });
    for (Future<Void> visit : new ArrayList<>(browsers.invokeAll(visits))) {
      visit.get();
    }

    times.forEach(
        (path, each) ->
            System.out.printf(
                Locale.ROOT,
                "%-14s answers %5d  p50 %6.1f ms  p95 %6.1f ms  max %6.1f ms  %d bytes, gzip%n",
                path,
                each.getTotalCount(),
                each.getValueAtPercentile(50) / 1e3,
                each.getValueAtPercentile(95) / 1e3,
                each.getMaxValue() / 1e3,
                bytes.get(path)));
  }

  private static String query(String path, int facilities) {
    long sensor = ThreadLocalRandom.current().nextInt(facilities) + 1L;
    return switch (path) {
      case "/api/facility" -> path + "?sensor=" + sensor;
      case "/api/fleet", "/api/alarms" ->
          path + "?search=" + (sensor % 2 == 0 ? "" : "TR-" + sensor % 100);
      default -> path;
    };
  }

  private static int get(URI page, String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        HTTP.send(
            HttpRequest.newBuilder(page.resolve(path)).header("Accept-Encoding", "gzip").build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(path + " answers " + response.statusCode());
    }

    return response.body().length;
  }

  private static void write(InfluxServer influx, PageFleet fleet, long millis) {
    post(influx, "/write?db=heat_pf&precision=ms", String.join("\n", fleet.points(millis)));
  }

  private static void post(InfluxServer influx, String path, String body) {
    try {
      HTTP.send(
          HttpRequest.newBuilder(influx.url().resolve(path))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
