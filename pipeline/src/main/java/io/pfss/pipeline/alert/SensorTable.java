// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.pipeline.element.OffsetRange;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.element.StateRun;
import io.pfss.pipeline.outlook.Outlook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The status of the sensors of a shard, and the Kafka time up to which each partition was read. Not
 * thread-safe.
 *
 * <p>Silence is measured in Kafka timestamps, so a job that lags raises no false alert. The current
 * time is that of the partition that is furthest behind; it also advances while a partition is
 * idle.
 */
@DefaultCoder(RecordCoder.class)
record SensorTable(Map<Integer, Long> readUntil, Map<Long, SensorStatus> sensors) {
  /** A sensor that is silent for this long is out of service and is removed. */
  static final long REMOVE_AFTER_MILLIS = TimeUnit.HOURS.toMillis(24);

  SensorTable() {
    this(new HashMap<>(), new HashMap<>());
  }

  /**
   * Removes the sensors that are retired.
   *
   * @return those that were known
   */
  List<Long> remove(LongPredicate isRetired) {
    List<Long> retired = sensors.keySet().stream().filter(isRetired::test).toList();
    retired.forEach(sensors::remove);
    return retired;
  }

  /**
   * Updates the table.
   *
   * @param offsets the offsets that were read, of all sensors
   * @param runs the states of the shard's sensors
   * @return the alerts to raise
   */
  List<Alert> update(List<OffsetRange> offsets, List<StateRun> runs, AlertRules rules) {
    List<Alert> alerts = new ArrayList<>();
    // New records arrived after those read before, whatever the clock of their producer says.
    long beforeMillis = nowMillis();
    for (StateRun run : runs) {
      SensorStatus before = sensors.getOrDefault(run.sensorId(), SensorStatus.UNKNOWN);
      long seenMillis = beforeMillis == 0 ? 0 : Math.max(beforeMillis, run.arrivalMillis());
      sensors.put(run.sensorId(), rules.update(before, run, seenMillis, alerts));
    }

    for (OffsetRange range : offsets) {
      readUntil.merge(range.partition(), range.arrivalMillis(), Math::max);
    }

    checkSilence(nowMillis(), rules, alerts);
    return alerts;
  }

  /**
   * Updates the risk of a facility, and raises an alert if it has risen or fallen. That of a silent
   * sensor is of before the silence, and changes nothing.
   */
  void update(Outlook outlook, double threshold, AlertRules rules, List<Alert> alerts) {
    sensors.computeIfPresent(
        outlook.sensorId(),
        (any, status) ->
            status.silent() ? status : rules.update(status, outlook, threshold, alerts));
  }

  /** Returns the time up to which all partitions were read, in ms since the epoch; 0 if unknown. */
  long nowMillis() {
    return readUntil.values().stream().mapToLong(Long::longValue).min().orElse(0);
  }

  private void checkSilence(long nowMillis, AlertRules rules, List<Alert> alerts) {
    Iterator<Map.Entry<Long, SensorStatus>> all = sensors.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Long, SensorStatus> each = all.next();
      SensorStatus status = each.getValue();
      if (status.seenMillis() == 0) {
        // Restored, or seen while the time was unknown: its silence is measured from now on.
        each.setValue(
            status.silent() ? status.seenAt(nowMillis).silenced() : status.seenAt(nowMillis));
      } else if (rules.isSilent(status, nowMillis)) {
        alerts.add(rules.silence(each.getKey(), status));
        each.setValue(status.silenced());
      } else if (status.silent() && nowMillis - status.seenMillis() >= REMOVE_AFTER_MILLIS) {
        all.remove();
      }
    }
  }
}
