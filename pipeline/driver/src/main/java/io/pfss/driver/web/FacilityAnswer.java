// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.StateLimits;
import io.pfss.pipeline.catalog.AlarmRecord;
import io.pfss.pipeline.catalog.FacilityRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What is known of one facility now, as JSON for its page. */
final class FacilityAnswer {
  private FacilityAnswer() {}

  /**
   * Returns the answer.
   *
   * @param history the facility's latest alarms; empty if the job has no catalog
   */
  static ObjectNode json(
      Fleet fleet, FacilityFacts facts, long sensor, Optional<List<AlarmRecord>> history) {
    ObjectNode json = Json.answer(fleet.time());
    Optional<FacilityRecord> record = facts.facility(sensor);
    Optional<FacilityView> found = fleet.find(sensor);
    FacilityView view = found.orElseGet(() -> FacilityView.of(sensor, facts, /* reading= */ null));
    boolean isKnown = found.isPresent() || record.isPresent();
    view.addTo(json.put("known", isKnown).putObject("facility"));
    PowerFactors factors = view.reading().powerFactors();
    json.putObject("phases")
        .put("R", Json.rounded(factors.r()))
        .put("S", Json.rounded(factors.s()))
        .put("T", Json.rounded(factors.t()));
    ObjectNode catalog = json.putObject("catalog");
    record.ifPresent(each -> add(catalog, each));
    Optional<StateLimits> own = record.flatMap(FacilityRecord::limits);
    StateLimits limits = own.orElseGet(facts.limits());
    json.putObject("limits")
        .put("normal", limits.normal())
        .put("warning", limits.warning())
        .put("own", own.isPresent());
    JsonNode outlook = facts.outlook(sensor);
    json.set("outlook", outlook.isObject() ? outlook : null);
    AlarmList.of(facts, sensor, fleet.time()).addTo(json.putArray("alarms"));
    history.ifPresent(each -> add(json.putArray("history"), each));
    return json;
  }

  private static void add(ObjectNode json, FacilityRecord record) {
    json.put("plantId", record.plantId().orElse(null))
        .put("name", record.name())
        .put("site", record.site())
        .put("ratedPower", Json.rounded(record.ratedPower().orElse(Double.NaN)))
        .put("inService", record.inService());
  }

  private static void add(ArrayNode json, List<AlarmRecord> history) {
    for (AlarmRecord each : history) {
      json.addObject()
          .put("kind", each.kind())
          .put("severity", each.severity())
          .put("raised", each.raisedAt())
          .put("seenBy", each.acknowledgedBy().orElse(null))
          .put("seenAt", orNull(each.acknowledgedAt()))
          .put("cleared", orNull(each.clearedAt()));
    }
  }

  private static @Nullable Long orNull(OptionalLong millis) {
    return millis.isPresent() ? Long.valueOf(millis.getAsLong()) : null;
  }
}
