// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pfss.driver.alarm.AlarmFacts;
import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.soh.StateLimits;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.catalog.AlarmRecord;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.CatalogUnavailableException;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.outlook.OutlookJson;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the facilities besides their readings, by sensor, now and later.
 *
 * @param alerts the last alert of each facility; empty if the job raises none
 * @param outlooks the last outlook of each facility, as in topic {@code heat_risk}; empty if the
 *     job makes none
 * @param facilities of the catalog, by sensor
 * @param isStopped whether a facility does not run
 * @param limits of the power factor, for facilities without limits of their own
 * @param alarms what is known of alarms
 * @param catalog of the warehouse, which has the readings that InfluxDB lacks; empty without one
 */
public record FacilityFacts(
    Map<Long, Alert> alerts,
    Map<Long, byte[]> outlooks,
    Supplier<Map<Long, FacilityRecord>> facilities,
    LongPredicate isStopped,
    Supplier<StateLimits> limits,
    AlarmFacts alarms,
    Optional<CatalogSettings> catalog) {
  private static final Logger LOG = LoggerFactory.getLogger(FacilityFacts.class);
  private static final int MAX_ALARMS = 20;

  /** Nothing is known. */
  public static final FacilityFacts NONE =
      new FacilityFacts(
          Map.of(),
          Map.of(),
          Map::of,
          sensor -> false,
          PowerFactorRule.AI_HUB::limits,
          AlarmFacts.NONE,
          Optional.empty());

  /** Only the last alerts are known. */
  public static FacilityFacts of(Map<Long, Alert> alerts) {
    return new FacilityFacts(
        alerts,
        NONE.outlooks,
        NONE.facilities,
        NONE.isStopped,
        NONE.limits,
        NONE.alarms,
        NONE.catalog);
  }

  /** Returns the sensors of the facilities that the catalog or {@code heat_alerts} has. */
  public Set<Long> sensors() {
    Set<Long> sensors = new HashSet<>(alerts.keySet());
    sensors.addAll(facilities.get().keySet());
    return sensors;
  }

  /** Returns a facility of the catalog; empty if it has none. */
  public Optional<FacilityRecord> facility(long sensor) {
    return Optional.ofNullable(facilities.get().get(sensor));
  }

  /** Returns the names of a facility; empty text if the catalog has none. */
  String label(long sensor) {
    return facility(sensor).map(FacilityRecord::label).orElse("");
  }

  /** Whether a facility is in service; one that the catalog does not have is. */
  boolean isInService(long sensor) {
    return facility(sensor).map(FacilityRecord::inService).orElse(true);
  }

  /** Returns the site of a facility; empty text if the catalog has none. */
  String site(long sensor) {
    return facility(sensor).map(FacilityRecord::site).orElse("");
  }

  /**
   * Returns the latest alarms of a facility, the latest first; empty if there is no catalog, or it
   * is unavailable.
   */
  Optional<List<AlarmRecord>> history(long sensor) {
    try {
      return catalog.map(
          settings -> WarehouseCatalog.of(settings).database().alarms().of(sensor, MAX_ALARMS));
    } catch (CatalogUnavailableException e) {
      LOG.warn("Alarms of a facility not available sensor={} error={}", sensor, e.getMessage());
      return Optional.empty();
    }
  }

  /** Returns the last outlook of a facility; a missing node if there is none. */
  JsonNode outlook(long sensor) {
    return Optional.ofNullable(outlooks.get(sensor))
        .flatMap(OutlookJson::read)
        .orElseGet(MissingNode::getInstance);
  }
}
