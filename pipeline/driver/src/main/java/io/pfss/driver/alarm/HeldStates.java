// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.alert.AlertJson;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.SensorKey;
import io.pfss.pipeline.kafka.TopicFollower;
import io.pfss.pipeline.support.BackgroundRefresh;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The last alert of each facility in topic {@code heat_alerts}: its held state, and whether its
 * sensor is silent, however long ago that was. Refreshed every 5 s in the background. Thread-safe.
 */
final class HeldStates {
  private static final long POLL_SECONDS = 5;
  private static final Duration ALL = Duration.ofDays(36_500);

  private final TopicFollower follower;
  private final ConcurrentMap<Long, Alert> last = new ConcurrentHashMap<>();
  private volatile boolean isComplete;

  private HeldStates(KafkaCluster cluster, String topic) {
    this.follower = new TopicFollower(cluster, topic, ALL);
  }

  /** Follows a topic of alerts. */
  static HeldStates of(KafkaCluster cluster, String topic) {
    HeldStates held = new HeldStates(cluster, topic);
    BackgroundRefresh.every(POLL_SECONDS, held::refresh);
    return held;
  }

  /** Returns the last alert of each sensor, which later ones replace. */
  Map<Long, Alert> last() {
    return Collections.unmodifiableMap(last);
  }

  /** Whether the whole topic has been read since the start: before, alerts may be old ones. */
  boolean isComplete() {
    return isComplete;
  }

  private void refresh() {
    if (follower.read(this::take)) {
      isComplete = true;
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      // The facility was retired.
      SensorKey.read(record.key()).ifPresent(last::remove);
    } else {
      AlertJson.read(record.value()).ifPresent(each -> last.put(each.sensorId(), each));
    }
  }
}
