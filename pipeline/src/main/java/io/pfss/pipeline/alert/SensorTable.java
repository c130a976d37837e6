package io.pfss.pipeline.alert;

import io.pfss.pipeline.element.OffsetRange;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.element.StateRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * What is known of the sensors of a shard, and how far the source's partitions were read. Not
 * thread-safe.
 *
 * <p>Silence is measured by Kafka timestamps, so a lagging job raises no false silence: the time is
 * that of the partition that is furthest behind, and it advances where a partition is idle.
 */
@DefaultCoder(RecordCoder.class)
record SensorTable(Map<Integer, Long> readUntil, Map<Long, SensorStatus> sensors) {
  /** After which a silent sensor is forgotten: it is taken out of service. */
  static final long FORGOTTEN_MILLIS = TimeUnit.HOURS.toMillis(24);

  SensorTable() {
    this(new HashMap<>(), new HashMap<>());
  }

  /**
   * Takes in what was read.
   *
   * @param offsets what was read, of whatever sensors
   * @param runs those of the shard's sensors
   * @return what is to be told
   */
  List<Alert> take(List<OffsetRange> offsets, List<StateRun> runs, AlertRules rules) {
    List<Alert> alerts = new ArrayList<>();
    // What is read now came after what was read before, whatever its producer's clock says.
    long beforeMillis = nowMillis();
    for (StateRun run : runs) {
      SensorStatus before = sensors.getOrDefault(run.sensorId(), SensorStatus.UNKNOWN);
      long seenMillis = beforeMillis == 0 ? 0 : Math.max(beforeMillis, run.arrivalMillis());
      sensors.put(run.sensorId(), rules.seen(before, run, seenMillis, alerts));
    }

    for (OffsetRange range : offsets) {
      readUntil.merge(range.partition(), range.arrivalMillis(), Math::max);
    }

    look(nowMillis(), rules, alerts);
    return alerts;
  }

  /** Until when all partitions were read, in ms since the epoch; 0 if that is not known. */
  private long nowMillis() {
    return readUntil.values().stream().mapToLong(Long::longValue).min().orElse(0);
  }

  private void look(long nowMillis, AlertRules rules, List<Alert> alerts) {
    Iterator<Map.Entry<Long, SensorStatus>> all = sensors.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Long, SensorStatus> each = all.next();
      SensorStatus status = each.getValue();
      if (status.seenMillis() == 0) {
        // Restored, or seen before anything was known of the time: it has from now on.
        each.setValue(
            status.silent() ? status.seenAt(nowMillis).silenced() : status.seenAt(nowMillis));
      } else if (rules.isSilent(status, nowMillis)) {
        alerts.add(rules.silence(each.getKey(), status));
        each.setValue(status.silenced());
      } else if (status.silent() && nowMillis - status.seenMillis() >= FORGOTTEN_MILLIS) {
        all.remove();
      }
    }
  }
}
