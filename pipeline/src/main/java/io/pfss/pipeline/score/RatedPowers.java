package io.pfss.pipeline.score;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.SohModel;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.support.BackgroundRefresh;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The facilities' rated powers as the catalog knows them, looked up every minute. While it is away
 * what was known last holds: no reading waits for it. Thread-safe.
 */
public final class RatedPowers {
  private static final Logger LOG = LoggerFactory.getLogger(RatedPowers.class);
  private static final long POLL_SECONDS = 60;
  private static final ConcurrentMap<CatalogSettings, RatedPowers> ALL = new ConcurrentHashMap<>();

  private final CatalogSettings settings;
  private volatile Map<Long, Double> powers = Map.of();
  private boolean away;

  private RatedPowers(CatalogSettings settings) {
    this.settings = settings;
  }

  /**
   * The rated power that a model needs for a reading, in VA; {@code NaN} if it needs none, or none
   * is known.
   *
   * @param catalog null if there is none
   */
  public static double of(@Nullable CatalogSettings catalog, SohModel model, HeatReading reading) {
    return catalog == null || !model.needsRatedPower()
        ? Double.NaN
        : of(catalog).of(reading.sensorId());
  }

  /** Those of a catalog, which this process keeps from now on. */
  static RatedPowers of(CatalogSettings settings) {
    return ALL.computeIfAbsent(
        settings,
        any -> {
          RatedPowers powers = new RatedPowers(settings);
          powers.refresh();
          BackgroundRefresh.every(POLL_SECONDS, powers::refresh);
          return powers;
        });
  }

  /** A facility's, in VA; {@code NaN} if it is not known. */
  double of(long sensorId) {
    return powers.getOrDefault(sensorId, Double.NaN);
  }

  void refresh() {
    try {
      Map<Long, Double> found = new HashMap<>();
      for (FacilityRecord facility : WarehouseCatalog.of(settings).database().facilities().all()) {
        facility.ratedPower().ifPresent(power -> found.put(facility.sensorId(), power));
      }

      powers = Map.copyOf(found);
      away = false;
    } catch (RuntimeException e) {
      if (!away) {
        LOG.warn("{} rated powers hold on: {}", powers.size(), e.getMessage());
      }

      away = true;
    }
  }
}
