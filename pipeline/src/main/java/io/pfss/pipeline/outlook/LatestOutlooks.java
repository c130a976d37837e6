// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.outlook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.reading.HeatJson;
import io.pfss.pipeline.element.LatestOutlook;
import io.pfss.pipeline.kafka.TopicFollower;
import io.pfss.pipeline.support.BackgroundRefresh;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
  private static final Duration FORGET_AFTER = Duration.ofMinutes(5);
  private static final ConcurrentMap<OutlookTopic, LatestOutlooks> ALL = new ConcurrentHashMap<>();

  private final TopicFollower follower;
  private final ConcurrentMap<Long, Published> outlooks = new ConcurrentHashMap<>();

  private LatestOutlooks(OutlookTopic topic) {
    this.follower = new TopicFollower(topic.cluster(), topic.name(), FORGET_AFTER);
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
    follower.read(this::take);
    long oldest = System.currentTimeMillis() - FORGET_AFTER.toMillis();
    outlooks.values().removeIf(published -> published.millis < oldest);
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
              json.path(OutlookJson.STATE).asText().equals(Outlook.STOPPED),
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
