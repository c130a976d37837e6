// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import io.pfss.driver.influx.InfluxAccess;
import io.pfss.driver.influx.InfluxRows;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The live page for operators and its two data endpoints. They return data from InfluxDB, through
 * fixed queries whose only parameters are numbers; a text is searched in their results only.
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
    return access
        .map(influx -> pages(new InfluxRows(influx.withTimeout(TIMEOUT)), facts, Clock.systemUTC()))
        .orElseGet(
            () ->
                Map.of(
                    "/", new StaticFiles(),
                    "/api/fleet", request -> Json.withoutInflux(),
                    "/api/series", request -> Json.withoutInflux()));
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

  private static Map<String, WebPage> pages(InfluxRows influx, FacilityFacts facts, Clock clock) {
    // One fleet, so one key: true.
    Cached<Boolean, Fleet> fleet = cached(any -> Fleet.of(influx, facts, clock.instant()));
    Cached<List<Long>, Series> series =
        cached(sensors -> Series.of(influx, sensors, clock.instant()));
    return Map.of(
        "/", new StaticFiles(),
        "/api/fleet", request -> fleet(fleet, request),
        "/api/series", request -> series(series, request));
  }

  private static WebResponse fleet(Cached<Boolean, Fleet> fleet, URI request) throws IOException {
    String search = Parameters.search(request);
    List<Long> chosen = Parameters.sensors(request);
    return Json.response(fleet.value(true).json(search, chosen));
  }

  private static WebResponse series(Cached<List<Long>, Series> series, URI request)
      throws IOException {
    List<Long> sensors = Parameters.sensors(request);
    if (sensors.isEmpty()) {
      throw new IllegalArgumentException("sensors= is missing: name one to five sensors");
    }

    return Json.response(series.value(sensors).json());
  }

  private static <K, V> Cached<K, V> cached(Cached.Source<K, V> source) {
    return new Cached<>(source, MIN_AGE, System::nanoTime);
  }
}
