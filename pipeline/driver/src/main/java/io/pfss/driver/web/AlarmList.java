// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.driver.alarm.AlarmAcknowledgement;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.alert.AlarmSeverity;
import io.pfss.pipeline.alert.Alert;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The open alarms. Retired facilities have none, also while the topic still has their last alerts.
 *
 * @param time at which they were open
 * @param alarms most urgent first; of equal ones those that nobody has seen, then the newest
 * @param facts what else is known of the facilities
 */
record AlarmList(Instant time, List<Item> alarms, FacilityFacts facts) {
  private static final int MAX_LISTED = 300;
  private static final Comparator<Item> MOST_URGENT_FIRST =
      Comparator.<Item, AlarmSeverity>comparing(each -> each.alarm.severity())
          .reversed()
          .thenComparing(each -> each.seen.isPresent())
          .thenComparing(each -> each.alarm.sinceMillis(), Comparator.reverseOrder());

  /** Returns the open alarms of all facilities, and of the pipeline. */
  static AlarmList of(FacilityFacts facts, Instant now) {
    return of(facts, facts.alerts().values(), facts.alarms().ofPipeline(), now);
  }

  /** Returns the open alarms of one facility. */
  static AlarmList of(FacilityFacts facts, long sensor, Instant now) {
    Alert alert = facts.alerts().get(sensor);
    return of(facts, Stream.ofNullable(alert).toList(), List.of(), now);
  }

  private static AlarmList of(
      FacilityFacts facts, Collection<Alert> alerts, List<Alarm> others, Instant now) {
    return new AlarmList(
        now,
        Stream.concat(
                others.stream().map(alarm -> Item.of(alarm, Optional.empty(), facts)),
                alerts.stream()
                    .filter(alert -> facts.isInService(alert.sensorId()))
                    .flatMap(
                        alert ->
                            Alarm.openOf(alert).stream()
                                .map(alarm -> Item.of(alarm, Optional.of(alert), facts))))
            .sorted(MOST_URGENT_FIRST)
            .toList(),
        facts);
  }

  /**
   * Returns the counts and the most urgent alarms.
   *
   * @param search text that an alarm's facility has to contain
   */
  ObjectNode json(String search) {
    List<Item> found = alarms.stream().filter(each -> each.matches(search)).toList();
    ObjectNode json =
        Json.answer(time)
            .put("total", alarms.size())
            .put("unseen", alarms.stream().filter(each -> each.seen.isEmpty()).count())
            .put("found", found.size());
    addTo(json.putArray("alarms"), found);
    return json;
  }

  /** Adds the most urgent alarms. */
  void addTo(ArrayNode json) {
    addTo(json, alarms);
  }

  private void addTo(ArrayNode json, List<Item> items) {
    items.stream().limit(MAX_LISTED).forEach(each -> each.addTo(json.addObject(), facts));
  }

  /**
   * An open alarm with what belongs to it.
   *
   * @param alert from which it follows; empty for an alarm of the pipeline
   * @param name of the facility; empty if the catalog has none
   * @param seen by whom
   */
  record Item(
      Alarm alarm, Optional<Alert> alert, String name, Optional<AlarmAcknowledgement> seen) {
    static Item of(Alarm alarm, Optional<Alert> alert, FacilityFacts facts) {
      long sensor = alarm.sensorId().orElse(0);
      return new Item(
          alarm,
          alert,
          alert.isPresent() ? facts.label(sensor) : "",
          facts.alarms().acknowledgement(alarm));
    }

    private boolean matches(String search) {
      return search.isEmpty()
          || (alarm.sensorId().isPresent()
              && FacilityView.matches(search, alarm.sensorId().getAsLong(), name));
    }

    private void addTo(ObjectNode json, FacilityFacts facts) {
      JsonNode outlook = facts.outlook(alarm.sensorId().orElse(0));
      alarm.sensorId().ifPresent(sensor -> json.put("id", Long.toString(sensor)));
      json.put("name", name)
          .put("kind", alarm.kind().word())
          .put("severity", alarm.severity().word())
          .put("since", alarm.sinceMillis())
          .put("pf", Json.rounded(powerFactor(outlook)));
      if (alarm.kind() == AlarmKind.STATE) {
        json.put("state", alert.flatMap(Alert::state).map(SohState::word).orElse(null));
      }

      if (outlook.isObject()) {
        json.set("kvar", outlook.get("kvar_to_90"));
        json.set("phase", outlook.get("worst_phase"));
        json.set("risk", outlook.get("risk_60m"));
        json.set("why", outlook.get("why"));
      }

      seen.ifPresent(
          each ->
              json.putObject("seen")
                  .put("by", each.by())
                  .put("until", each.untilMillis())
                  .put("comment", each.comment()));
      facts.alarms().silenceUrl(alarm).ifPresent(each -> json.put("silenceUrl", each.toString()));
    }

    private double powerFactor(JsonNode outlook) {
      double raised = alert.map(Alert::powerFactor).orElse(Double.NaN);
      return Double.isNaN(raised) ? outlook.path("pf_hour").asDouble(Double.NaN) : raised;
    }
  }
}
