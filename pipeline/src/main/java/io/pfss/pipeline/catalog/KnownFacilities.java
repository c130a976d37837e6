// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.SohModel;
import io.pfss.pipeline.support.BackgroundRefresh;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The facilities in the catalog, refreshed every minute in the background. While the catalog is
 * unavailable, cached values are used, so nothing waits for it. Thread-safe.
 */
public final class KnownFacilities {
  private static final Logger LOG = LoggerFactory.getLogger(KnownFacilities.class);
  private static final long POLL_SECONDS = 60;
  private static final ConcurrentMap<CatalogSettings, KnownFacilities> ALL =
      new ConcurrentHashMap<>();

  private final CatalogSettings settings;
  private volatile Map<Long, FacilityRecord> facilities = Map.of();
  private boolean isUnavailable;

  private KnownFacilities(CatalogSettings settings) {
    this.settings = settings;
  }

  /** Returns the facilities of a catalog, which this process caches from now on. */
  public static KnownFacilities of(CatalogSettings settings) {
    return ALL.computeIfAbsent(
        settings,
        any -> {
          KnownFacilities known = new KnownFacilities(settings);
          known.refresh();
          BackgroundRefresh.every(POLL_SECONDS, known::refresh);
          return known;
        });
  }

  /**
   * Returns the rated power that a model needs for a reading, in VA; {@code NaN} if the model needs
   * none or the value is unknown.
   *
   * @param catalog null if there is no catalog
   */
  public static double ratedPower(
      @Nullable CatalogSettings catalog, SohModel model, HeatReading reading) {
    return catalog == null || !model.needsRatedPower()
        ? Double.NaN
        : of(catalog).ratedPower(reading.sensorId());
  }

  /** Returns the facility of a sensor; empty if the catalog has none. */
  public Optional<FacilityRecord> find(long sensorId) {
    return Optional.ofNullable(facilities.get(sensorId));
  }

  /** Returns the rated power of a sensor's facility, in VA; {@code NaN} if unknown. */
  double ratedPower(long sensorId) {
    FacilityRecord facility = facilities.get(sensorId);
    return facility == null ? Double.NaN : facility.ratedPower().orElse(Double.NaN);
  }

  void refresh() {
    try {
      facilities =
          WarehouseCatalog.of(settings).database().facilities().all().stream()
              .collect(Collectors.toMap(FacilityRecord::sensorId, Function.identity()));
      isUnavailable = false;
    } catch (RuntimeException e) {
      if (!isUnavailable) {
        LOG.warn(
            "Catalog unavailable; using the cached facilities facilities={} error={}",
            facilities.size(),
            e.getMessage());
      }

      isUnavailable = true;
    }
  }
}
