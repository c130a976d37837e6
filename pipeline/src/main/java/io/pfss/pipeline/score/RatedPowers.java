// SPDX-License-Identifier: Apache-2.0
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
 * The rated powers of the facilities in the catalog, refreshed every minute in the background.
 * While the catalog is unavailable, cached values are used, so scoring never waits. Thread-safe.
 */
public final class RatedPowers {
  private static final Logger LOG = LoggerFactory.getLogger(RatedPowers.class);
  private static final long POLL_SECONDS = 60;
  private static final ConcurrentMap<CatalogSettings, RatedPowers> ALL = new ConcurrentHashMap<>();

  private final CatalogSettings settings;
  private volatile Map<Long, Double> powers = Map.of();
  private boolean isUnavailable;

  private RatedPowers(CatalogSettings settings) {
    this.settings = settings;
  }

  /**
   * Returns the rated power that a model needs for a reading, in VA; {@code NaN} if the model needs
   * none or the value is unknown.
   *
   * @param catalog null if there is no catalog
   */
  public static double of(@Nullable CatalogSettings catalog, SohModel model, HeatReading reading) {
    return catalog == null || !model.needsRatedPower()
        ? Double.NaN
        : of(catalog).of(reading.sensorId());
  }

  /** Returns the rated powers of a catalog, which this process caches from now on. */
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

  /** Returns the rated power of a sensor's facility, in VA; {@code NaN} if unknown. */
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
      isUnavailable = false;
    } catch (RuntimeException e) {
      if (!isUnavailable) {
        LOG.warn(
            "Catalog unavailable; using cached rated powers facilities={} error={}",
            powers.size(),
            e.getMessage());
      }

      isUnavailable = true;
    }
  }
}
