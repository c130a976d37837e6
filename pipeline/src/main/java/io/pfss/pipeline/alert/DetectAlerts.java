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
 * Keeps the sensors of each shard and yields what is to be told of them, with what goes on.
 *
 * <p>One value of state a shard, of all its sensors: state by sensor would be a key to shuffle and
 * to store for each reading. And no timer: the source's beat brings an element to each shard where
 * no sensor sends, on runners that have no timers too.
 */
final class DetectAlerts extends DoFn<KV<Integer, Delivery>, KV<List<Alert>, Delivery>> {
  private static final String SENSORS = "sensors";
  private static final Delivery NOTHING = new Delivery(List.of(), List.of(), List.of());

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
    List<Alert> alerts = table.take(delivery.offsets(), delivery.states(), rules);
    state.write(table);
    boolean goesOn = element.getKey() == ShardStates.GOING_ON;
    if (goesOn || !alerts.isEmpty()) {
      output.output(KV.of(alerts, goesOn ? delivery.withoutStates() : NOTHING));
    }
  }
}
