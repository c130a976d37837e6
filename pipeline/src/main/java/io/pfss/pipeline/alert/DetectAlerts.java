// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.element.RecordCoder;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Stores the status of each shard's sensors. Outputs the alerts to raise and the delivery to
 * forward.
 *
 * <p>One state value per shard contains all of its sensors. State per sensor would need a key to
 * shuffle and a value to store for each reading. No timer is needed: the source's heartbeat brings
 * an element to each shard even if no sensor sends, also on runners without timers.
 */
final class DetectAlerts extends DoFn<KV<Integer, Delivery>, KV<List<Alert>, Delivery>> {
  private static final String SENSORS = "sensors";
  private static final Delivery EMPTY = new Delivery(List.of(), List.of(), List.of());

  private final AlertTopic topic;
  private final AlertRules rules;

  @StateId(SENSORS)
  private final StateSpec<ValueState<SensorTable>> spec =
      StateSpecs.value(RecordCoder.of(SensorTable.class));

  DetectAlerts(AlertTopic topic, AlertRules rules) {
    this.topic = Objects.requireNonNull(topic, "topic");
    this.rules = Objects.requireNonNull(rules, "rules");
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Delivery> element,
      @StateId(SENSORS) ValueState<SensorTable> state,
      OutputReceiver<KV<List<Alert>, Delivery>> output) {
    SensorTable table = state.read();
    if (table == null) {
      int shard = element.getKey();
      table = topic.restore(sensor -> ShardStates.shardOf(sensor) == shard);
    }

    Delivery delivery = element.getValue();
    List<Alert> alerts = table.update(delivery.offsets(), delivery.states(), rules);
    state.write(table);
    boolean isForwarded = element.getKey() == ShardStates.FORWARDED;
    if (isForwarded || !alerts.isEmpty()) {
      output.output(KV.of(alerts, isForwarded ? delivery.withoutStates() : EMPTY));
    }
  }
}
