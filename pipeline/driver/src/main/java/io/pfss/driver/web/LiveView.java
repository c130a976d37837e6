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
 * The page on which operators watch facilities, and what it asks for. It tells what InfluxDB holds,
 * by fixed queries into which nothing but numbers goes.
 */
public final class LiveView {
  private static final Duration LEAST_AGE = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  /** By how much a sensor's clock may be ahead of this one. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private LiveView() {}

  /**
   * The pages by their paths.
   *
   * @param access InfluxDB; without one the page says that it needs one
   */
  public static Map<String, WebPage> pages(Optional<InfluxAccess> access) {
    return access
        .map(influx -> pages(new InfluxRows(influx.withTimeout(TIMEOUT)), Clock.systemUTC()))
        .orElseGet(
            () ->
                Map.of(
                    "/", new StaticFiles(),
                    "/api/fleet", request -> Json.withoutInflux(),
                    "/api/series", request -> Json.withoutInflux()));
  }

  /**
   * Readings of the last while. None of the future: a clock that was hours ahead once would hide
   * for so long what the sensor says now.
   */
  static String within(Duration span, Instant now) {
    return "time >= "
        + now.minus(span).toEpochMilli()
        + "ms AND time <= "
        + now.plus(AHEAD).toEpochMilli()
        + "ms";
  }

  private static Map<String, WebPage> pages(InfluxRows influx, Clock clock) {
    // There is one fleet: it has the key true.
    Cached<Boolean, Fleet> fleet = cached(any -> Fleet.of(influx, clock.instant()));
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
      throw new IllegalArgumentException("sensors= is absent");
    }

    return Json.response(series.value(sensors).json());
  }

  private static <K, V> Cached<K, V> cached(Cached.Source<K, V> source) {
    return new Cached<>(source, LEAST_AGE, System::nanoTime);
  }
}
