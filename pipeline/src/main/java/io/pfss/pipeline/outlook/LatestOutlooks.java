// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.outlook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.reading.HeatJson;
import io.pfss.pipeline.element.LatestOutlook;
import io.pfss.pipeline.support.BackgroundRefresh;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest outlook of each facility in topic {@code heat_risk}, refreshed every 10 s in the
 * background, so that scoring never waits. An outlook is forgotten 5 minutes after it was
 * published. Thread-safe.
 */
public final class LatestOutlooks {
  private static final Logger LOG = LoggerFactory.getLogger(LatestOutlooks.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long POLL_SECONDS = 10;
  private static final long FORGET_AFTER_MILLIS = Duration.ofMinutes(5).toMillis();

  /** Other caches of the process are refreshed in the same thread. */
  private static final Duration LONGEST_READ = Duration.ofSeconds(5);

  private static final Map<String, Object> CONFIG =
      Map.of(
          ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
          (int) LONGEST_READ.toMillis(),
          ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
          (int) LONGEST_READ.toMillis());

  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);
  private static final ConcurrentMap<OutlookTopic, LatestOutlooks> ALL = new ConcurrentHashMap<>();

  private final OutlookTopic topic;
  private final ConcurrentMap<Long, Published> outlooks = new ConcurrentHashMap<>();

  /** Of the next record of each partition. */
  private final Map<TopicPartition, Long> next = new HashMap<>();

  private boolean isUnavailable;

  private LatestOutlooks(OutlookTopic topic) {
    this.topic = topic;
  }

  /** Returns the outlooks of a topic, which this process caches from now on. */
  public static LatestOutlooks of(OutlookTopic topic) {
    return ALL.computeIfAbsent(
        topic,
        any -> {
          LatestOutlooks outlooks = new LatestOutlooks(topic);
          BackgroundRefresh.every(POLL_SECONDS, outlooks::refresh);
          return outlooks;
        });
  }

  /** Returns the outlook of a sensor's facility; {@link LatestOutlook#UNKNOWN} if there is none. */
  public LatestOutlook of(long sensorId) {
    Published published = outlooks.get(sensorId);
    return published == null ? LatestOutlook.UNKNOWN : published.outlook;
  }

  /** Reads what was published since the last time. */
  public synchronized void refresh() {
    // A consumer that stayed open would log a warning each second while Kafka is away.
    try (KafkaConsumer<byte[], byte[]> consumer = topic.cluster().newConsumer(CONFIG)) {
      List<PartitionInfo> infos = consumer.partitionsFor(topic.name());
      if (infos == null || infos.isEmpty()) {
        throw new KafkaException("Topic " + topic.name() + " does not exist");
      }

      List<TopicPartition> partitions =
          infos.stream().map(info -> new TopicPartition(topic.name(), info.partition())).toList();
      consumer.assign(partitions);
      seek(consumer, partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + LONGEST_READ.toNanos();
      while (ends.entrySet().stream().anyMatch(end -> position(end.getKey()) < end.getValue())
          && System.nanoTime() < deadline) {
        consumer.poll(POLL_TIMEOUT).forEach(this::take);
        partitions.forEach(each -> next.put(each, consumer.position(each)));
      }

      long oldest = System.currentTimeMillis() - FORGET_AFTER_MILLIS;
      outlooks.values().removeIf(published -> published.millis < oldest);
      isUnavailable = false;
    } catch (KafkaException e) {
      if (!isUnavailable) {
        LOG.warn(
            "Cannot read the latest outlooks; scores have none topic={} error={}",
            topic.name(),
            e.getMessage());
      }

      isUnavailable = true;
    }
  }

  private long position(TopicPartition partition) {
    return next.getOrDefault(partition, 0L);
  }

  private void seek(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    Map<TopicPartition, Long> since = new HashMap<>();
    long oldest = System.currentTimeMillis() - FORGET_AFTER_MILLIS;
    partitions.forEach(each -> since.put(each, oldest));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(since);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp first = found.get(partition);
      long end = ends.getOrDefault(partition, 0L);
      long recent = first == null ? end : first.offset();
      // A topic that was made anew has fewer records than were read.
      long from = position(partition) > end ? recent : Math.max(recent, position(partition));
      consumer.seek(partition, from);
      next.put(partition, from);
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      JsonNode json = record.value() == null ? null : JSON.readTree(record.value());
      if (json == null || !json.path(HeatJson.SENSOR_ID).isIntegralNumber()) {
        return;
      }

      long sensorId = json.path(HeatJson.SENSOR_ID).asLong();
      LatestOutlook outlook =
          new LatestOutlook(
              number(json.path(OutlookJson.RISK)),
              number(json.path(OutlookJson.KVAR_TO_90)),
              Math.round(json.path(HeatJson.TIMESTAMP).asDouble() * 1000));
      outlooks.put(sensorId, new Published(outlook, record.timestamp()));
    } catch (IOException e) {
      LOG.warn(
          "Ignored a record that is not JSON topic={} partition={} offset={}",
          record.topic(),
          record.partition(),
          record.offset());
    }
  }

  private static double number(JsonNode json) {
    return json.isNumber() ? json.asDouble() : Double.NaN;
  }

  private record Published(LatestOutlook outlook, long millis) {}
}
