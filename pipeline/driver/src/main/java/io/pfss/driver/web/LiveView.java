// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import io.pfss.driver.influx.InfluxAccess;
import io.pfss.driver.influx.InfluxRows;
import io.pfss.pipeline.catalog.AlarmRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pages for operators and their data endpoints. They return data from Kafka's topics, the
 * catalog, the warehouse, and InfluxDB, which gets fixed queries whose only parameters are numbers;
 * a text is searched in results only.
 */
public final class LiveView {
  private static final Duration MIN_AGE = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  /** How far a sensor's clock may be ahead of this machine's clock. */
  private static final Duration MAX_AHEAD = Duration.ofMinutes(1);

  private LiveView() {}

  /**
   * Returns the pages by path.
   *
   * @param access to InfluxDB; if empty, the page asks the user to set one up
   * @param facts what is known of the facilities besides their readings
   */
  public static Map<String, WebPage> pages(Optional<InfluxAccess> access, FacilityFacts facts) {
    Map<String, WebPage> pages = new TreeMap<>();
    pages.put("/", new StaticFiles());
    // They come from Kafka, so they are shown while InfluxDB is unavailable.
    Watched<AlarmList> alarms = new Watched<>(() -> AlarmList.of(facts, Instant.now()));
    pages.put(
        "/api/alarms", request -> Json.response(alarms.value().json(Parameters.search(request))));
    access.ifPresentOrElse(
        influx -> addAnswers(pages, new InfluxRows(influx.withTimeout(TIMEOUT)), facts),
        () ->
            List.of("fleet", "wall", "series", "facility", "history")
                .forEach(name -> pages.put("/api/" + name, request -> Json.withoutInflux())));
    return pages;
  }

  private static void addAnswers(
      Map<String, WebPage> pages, InfluxRows influx, FacilityFacts facts) {
    Watched<Fleet> fleet = new Watched<>(() -> Fleet.of(influx, facts, Instant.now()));
    pages.put(
        "/api/fleet",
        request -> {
          String search = Parameters.search(request);
          List<Long> chosen = Parameters.sensors(request);
          return Json.response(fleet.value().json(search, chosen));
        });
    pages.put("/api/wall", request -> Json.response(fleet.value().wall(facts::site)));
    Cached<List<Long>, Series> series =
        cached(sensors -> Series.of(influx, sensors, Instant.now()));
    pages.put(
        "/api/series",
        request -> {
          List<Long> sensors = Parameters.sensors(request);
          if (sensors.isEmpty()) {
            throw new IllegalArgumentException("sensors= is missing: name one to five sensors");
          }

          return Json.response(series.value(sensors).json());
        });
    Cached<Long, Optional<List<AlarmRecord>>> lives = cached(facts::history);
    pages.put(
        "/api/facility",
        request -> {
          long sensor = Parameters.sensor(request);
          return Json.response(
              FacilityAnswer.json(fleet.value(), facts, sensor, lives.value(sensor)));
        });
    Optional<WarehouseHistory> warehouse = facts.catalog().map(WarehouseHistory::new);
    Cached<FacilitySpan, FacilityHistory> history =
        cached(asked -> FacilityHistory.of(influx, asked, Instant.now()));
    pages.put(
        "/api/history",
        request -> {
          FacilitySpan asked = new FacilitySpan(Parameters.sensor(request), Span.of(request));
          return Json.response(history.value(asked).json(warehouse));
        });
  }

  /**
   * Returns an InfluxQL condition for the last {@code span}. It excludes the future: a reading from
   * a clock that was hours ahead would hide later readings for hours.
   */
  static String within(Duration span, Instant now) {
    return "time >= "
        + now.minus(span).toEpochMilli()
        + "ms AND time <= "
        + now.plus(MAX_AHEAD).toEpochMilli()
        + "ms";
  }

  private static <K, V> Cached<K, V> cached(Cached.Source<K, V> source) {
    return new Cached<>(source, MIN_AGE, System::nanoTime);
  }
}
