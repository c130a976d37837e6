// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import io.pfss.pipeline.support.BackgroundRefresh;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The last value of each sensor in a compacted topic, however old it is. Thread-safe.
 *
 * @param <T> what is kept of a value
 */
public final class LastRecords<T> {
  private static final long POLL_SECONDS = 5;
  private static final Duration ALL = Duration.ofDays(36_500);

  private final Function<byte[], Optional<T>> reader;
  private final ConcurrentMap<Long, T> last = new ConcurrentHashMap<>();
  private volatile boolean isComplete;

  private LastRecords(Function<byte[], Optional<T>> reader) {
    this.reader = reader;
  }

  /**
   * Follows a topic, which is read every 5 s in the background.
   *
   * @param reader reads a record's value; empty if it is not one of PFSS
   */
  public static <T> LastRecords<T> of(
      KafkaCluster cluster, String topic, Function<byte[], Optional<T>> reader) {
    LastRecords<T> records = new LastRecords<>(reader);
    TopicFollower follower = new TopicFollower(cluster, topic, ALL);
    BackgroundRefresh.every(POLL_SECONDS, () -> records.read(follower));
    return records;
  }

  /** Returns the last value of each sensor, which later ones replace. */
  public Map<Long, T> all() {
    return Collections.unmodifiableMap(last);
  }

  /** Whether the whole topic has been read since the start: before, values may be old ones. */
  public boolean isComplete() {
    return isComplete;
  }

  private void read(TopicFollower follower) {
    if (follower.read(this::take)) {
      isComplete = true;
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    OptionalLong sensor = SensorKey.read(record.key());
    if (sensor.isEmpty()) {
      return;
    }

    if (record.value() == null) {
      last.remove(sensor.getAsLong());
    } else {
      reader.apply(record.value()).ifPresent(each -> last.put(sensor.getAsLong(), each));
    }
  }
}
