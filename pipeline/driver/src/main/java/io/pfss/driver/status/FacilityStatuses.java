// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.status;

import io.pfss.driver.alarm.PageAddress;
import io.pfss.driver.web.FacilityFacts;
import io.pfss.driver.web.FacilityView;
import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.element.LatestOutlook;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The facilities that the catalog or {@code heat_alerts} has, as the live page shows them.
 *
 * @param outlooks the latest outlook of a sensor's facility
 * @param pages address of the driver's pages; empty if there is none
 */
record FacilityStatuses(
    FacilityFacts facts, LongFunction<LatestOutlook> outlooks, Optional<PageAddress> pages) {
  List<FacilityStatus> all() {
    return facts.sensors().stream()
        .map(sensor -> status(sensor, facts.facility(sensor).orElse(null)))
        .toList();
  }

  private FacilityStatus status(long sensor, @Nullable FacilityRecord facility) {
    String number = Long.toString(sensor);
    String label = facility == null ? number : facility.label() + " (" + number + ")";
    String site = facility == null ? "" : facility.site();
    String page = pages.map(each -> each.facility(sensor)).orElse("");
    if (facility != null && !facility.inService()) {
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
        outlooks.apply(sensor),
        last == null ? List.of() : Alarm.openOf(last));
  }
}
