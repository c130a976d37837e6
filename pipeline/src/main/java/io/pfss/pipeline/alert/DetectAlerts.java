// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.KnownFacilities;
import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.element.FacilityMinute;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.element.StateRun;
import io.pfss.pipeline.outlook.FacilityTable;
import io.pfss.pipeline.outlook.Outlook;
import io.pfss.pipeline.outlook.PublishedOutlook;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Stores the status of each shard's sensors and the states of their facilities. Outputs the alerts
 * and outlooks to publish, and the delivery to forward.
 *
 * <p>One state value per shard contains all of its sensors. State per sensor would need a key to
 * shuffle and a value to store for each reading. No timer is needed: the source's heartbeat brings
 * an element to each shard even if no sensor sends, also on runners without timers.
 *
 * <p>This step follows the commit of the offsets: a restart continues after the readings that it
 * has seen, and a runner that repeats the step normally repeats it with the state of before. Only a
 * runner that repeats a bundle with the state of after, as after the loss of an executor, counts
 * its readings twice in the state of their facilities, where they fade.
 */
final class DetectAlerts extends DoFn<KV<Integer, Delivery>, Findings> {
  private static final String SENSORS = "sensors";
  private static final String FACILITIES = "facilities";
  private static final Delivery EMPTY = Delivery.of(List.of(), List.of());

  private final AlertTopic topic;
  private final AlertRules rules;

  /** Null if there are no outlooks. */
  private final @Nullable RiskAlarms risks;

  /** Null without a catalog. */
  private final @Nullable CatalogSettings catalog;

  private transient KnownFacilities known;

  @StateId(SENSORS)
  private final StateSpec<ValueState<SensorTable>> spec =
      StateSpecs.value(RecordCoder.of(SensorTable.class));

  @StateId(FACILITIES)
  private final StateSpec<ValueState<FacilityTable>> facilitySpec =
      StateSpecs.value(FacilityTable.TableCoder.of());

  DetectAlerts(
      AlertTopic topic,
      AlertRules rules,
      @Nullable RiskAlarms risks,
      @Nullable CatalogSettings catalog) {
    this.topic = Objects.requireNonNull(topic, "topic");
    this.rules = Objects.requireNonNull(rules, "rules");
    this.risks = risks;
    this.catalog = catalog;
  }

  @Setup
  public void setUp() {
    known = KnownFacilities.of(catalog);
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Delivery> element,
      @StateId(SENSORS) ValueState<SensorTable> sensors,
      @StateId(FACILITIES) ValueState<FacilityTable> facilities,
      OutputReceiver<Findings> output) {
    int shard = element.getKey();
    LongPredicate isOfShard = sensor -> ShardStates.shardOf(sensor) == shard;
    SensorTable table = sensors.read();
    if (table == null) {
      table = topic.restore(isOfShard);
    }

    Delivery delivery = element.getValue();
    List<Long> retired = known.hasRetired() ? table.remove(known::isRetired) : List.of();
    List<StateRun> runs = delivery.states();
    if (known.hasRetired()) {
      runs = runs.stream().filter(run -> !known.isRetired(run.sensorId())).toList();
    }

    List<Alert> alerts = table.update(delivery.offsets(), runs, rules);
    List<PublishedOutlook> outlooks = new ArrayList<>();
    List<Long> removed = List.of();
    // Between readings the states are neither decoded nor encoded.
    if (risks != null && !(delivery.minutes().isEmpty() && alerts.isEmpty())) {
      FacilityTable states = facilities.read();
      if (states == null) {
        states = risks.topic().restore(isOfShard);
      }

      update(states, table, delivery.minutes(), outlooks, alerts);
      removed = states.removeOld(table.nowMillis());
      facilities.write(states);
    }

    sensors.write(table);
    boolean isForwarded = shard == ShardStates.FORWARDED;
    Findings findings =
        new Findings(
            alerts, outlooks, removed, retired, isForwarded ? delivery.withoutFacilities() : EMPTY);
    if (isForwarded || !findings.isEmpty()) {
      output.output(findings);
    }
  }

  private void update(
      FacilityTable facilities,
      SensorTable sensors,
      List<FacilityMinute> minutes,
      List<PublishedOutlook> outlooks,
      List<Alert> alerts) {
    RiskAlarms.Current current = Objects.requireNonNull(risks).current();
    facilities.update(
        minutes,
        sensors.nowMillis(),
        current.zone(),
        (sensorId, facility) -> {
          Outlook outlook = current.outlook(sensorId, facility, known.values(sensorId).limits());
          outlooks.add(PublishedOutlook.of(outlook, facility, known.names(sensorId)));
          sensors.update(outlook, current.threshold(), rules, alerts);
        });
    alerts.replaceAll(
        alert ->
            alert.kind() == AlertKind.RISK
                ? alert
                : alert.with(
                    current.outlook(
                        alert.sensorId(),
                        facilities.state(alert.sensorId()),
                        known.values(alert.sensorId()).limits())));
  }
}
