// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import io.pfss.models.reading.PlantIds;
import io.pfss.models.soh.FacilityValues;
import io.pfss.pipeline.element.FacilityName;
import io.pfss.pipeline.support.BackgroundRefresh;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
public final class KnownFacilities implements PlantIds {
  /** There is no catalog. */
  public static final KnownFacilities NONE = new KnownFacilities(null);

  private static final Logger LOG = LoggerFactory.getLogger(KnownFacilities.class);
  private static final long POLL_SECONDS = 60;
  private static final ConcurrentMap<CatalogSettings, KnownFacilities> ALL =
      new ConcurrentHashMap<>();

  private final @Nullable CatalogSettings settings;
  private volatile Known known = new Known(Map.of(), Map.of(), false);
  private volatile boolean isLoaded;
  private boolean isUnavailable;

  private KnownFacilities(@Nullable CatalogSettings settings) {
    this.settings = settings;
  }

  /**
   * Returns the facilities of a catalog, which this process caches from now on.
   *
   * @param settings null if there is no catalog
   */
  public static KnownFacilities of(@Nullable CatalogSettings settings) {
    if (settings == null) {
      return NONE;
    }

    return ALL.computeIfAbsent(
        settings,
        any -> {
          KnownFacilities known = new KnownFacilities(settings);
          known.refresh();
          BackgroundRefresh.every(POLL_SECONDS, known::refresh);
          return known;
        });
  }

  /** Returns the facility of a sensor; empty if the catalog has none. */
  public Optional<FacilityRecord> find(long sensorId) {
    return Optional.ofNullable(known.bySensor.get(sensorId));
  }

  /** Returns all facilities by sensor, also those that are retired. */
  public Map<Long, FacilityRecord> bySensor() {
    return known.bySensor;
  }

  /**
   * {@inheritDoc}
   *
   * @throws CatalogUnavailableException if the catalog has never answered: without it, each reading
   *     with an id as text would become a dead letter
   */
  @Override
  public OptionalLong find(String plantId) {
    if (!isLoaded && settings != null) {
      load(settings);
    }

    FacilityRecord facility = known.byPlantId.get(plantId);
    return facility == null ? OptionalLong.empty() : OptionalLong.of(facility.sensorId());
  }

  /** Returns what a score depends on besides a reading of this sensor. */
  public FacilityValues values(long sensorId) {
    FacilityRecord facility = known.bySensor.get(sensorId);
    return facility == null
        ? FacilityValues.UNKNOWN
        : new FacilityValues(facility.ratedPower().orElse(Double.NaN), facility.limits());
  }

  /** Returns what people call the facility of a sensor. */
  public FacilityName names(long sensorId) {
    FacilityRecord facility = known.bySensor.get(sensorId);
    return facility == null ? FacilityName.UNKNOWN : facility.names();
  }

  /** Whether any facility is out of service, by the catalog. */
  public boolean hasRetired() {
    return known.hasRetired;
  }

  /** Whether the facility of a sensor is out of service, by the catalog. */
  public boolean isRetired(long sensorId) {
    FacilityRecord facility = known.bySensor.get(sensorId);
    return facility != null && !facility.inService();
  }

  void refresh() {
    if (settings == null) {
      return;
    }

    try {
      load(settings);
      isUnavailable = false;
    } catch (RuntimeException e) {
      if (!isUnavailable) {
        LOG.warn(
            "Catalog unavailable; using the cached facilities facilities={} error={}",
            known.bySensor.size(),
            e.getMessage());
      }

      isUnavailable = true;
    }
  }

  private void load(CatalogSettings catalog) {
    known =
        Known.of(
            WarehouseCatalog.of(catalog).database().facilities().all().stream()
                .collect(Collectors.toMap(FacilityRecord::sensorId, Function.identity())));
    isLoaded = true;
  }

  private record Known(
      Map<Long, FacilityRecord> bySensor,
      Map<String, FacilityRecord> byPlantId,
      boolean hasRetired) {
    static Known of(Map<Long, FacilityRecord> bySensor) {
      return new Known(
          bySensor,
          bySensor.values().stream()
              .filter(each -> each.plantId().isPresent())
              .collect(Collectors.toMap(each -> each.plantId().orElseThrow(), Function.identity())),
          bySensor.values().stream().anyMatch(each -> !each.inService()));
    }
  }
}
