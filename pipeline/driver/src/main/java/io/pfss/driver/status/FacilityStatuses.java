// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.status;

import io.pfss.driver.web.FacilityFacts;
import io.pfss.driver.web.FacilityView;
import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.catalog.KnownFacilities;
import io.pfss.pipeline.element.LatestOutlook;
import io.pfss.pipeline.outlook.LatestOutlooks;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The facilities that the catalog or {@code heat_alerts} has, as the live page shows them.
 *
 * @param catalog empty if the job has none
 * @param outlooks empty if the job makes none
 * @param pages address of the driver's pages; empty if there is none
 */
record FacilityStatuses(
    FacilityFacts facts,
    Optional<KnownFacilities> catalog,
    Optional<LatestOutlooks> outlooks,
    Optional<URI> pages) {
  List<FacilityStatus> all() {
    Set<Long> sensors = new HashSet<>(facts.alerts().keySet());
    catalog.ifPresent(known -> known.all().forEach(each -> sensors.add(each.sensorId())));
    return sensors.stream().map(this::of).toList();
  }

  private FacilityStatus of(long sensor) {
    Optional<FacilityRecord> facility = catalog.flatMap(known -> known.find(sensor));
    String label = facility.map(each -> each.label() + " (" + sensor + ")").orElse("" + sensor);
    String site = facility.map(FacilityRecord::site).orElse("");
    String page = pages.map(each -> each.resolve("/facility/" + sensor).toString()).orElse("");
    if (facility.isPresent() && !facility.get().inService()) {
      return FacilityStatus.retired(sensor, label, site, page);
    }

    FacilityView shown = FacilityView.of(sensor, facts, null);
    Alert last = facts.alerts().get(sensor);
    return new FacilityStatus(
        sensor,
        label,
        site,
        page,
        shown.state(),
        shown.sinceMillis(),
        outlooks.map(each -> each.of(sensor)).orElse(LatestOutlook.UNKNOWN),
        last == null ? List.of() : Alarm.openOf(last));
  }
}
