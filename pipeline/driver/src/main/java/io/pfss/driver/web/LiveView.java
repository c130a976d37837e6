package io.pfss.driver.web;

import io.pfss.driver.influx.InfluxAccess;
import io.pfss.driver.influx.InfluxRows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    return Map.of(
        "/", new StaticFiles(),
        "/api/fleet", new FleetPage(cached(any -> Fleet.of(influx, clock.instant()))),
        "/api/series",
            new SeriesPage(cached(sensors -> Series.of(influx, sensors, clock.instant()))));
  }

  private static <K, V> Cached<K, V> cached(Cached.Source<K, V> source) {
    return new Cached<>(source, LEAST_AGE, System::nanoTime);
  }
}
