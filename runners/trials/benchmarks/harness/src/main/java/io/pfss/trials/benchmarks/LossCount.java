// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.trials.e2e.ParquetContent;
import io.pfss.trials.e2e.TopicContent;
import io.pfss.trials.stack.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Counts the readings that a contestant's sinks lack, and those that they have more than once, by
 * their place in the topic; for contestants that do not store places, by sensor and time.
 */
record LossCount(Contestant contestant, Bench bench) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The sinks' counts are final if they do not grow for this time: more than a window. */
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(90);

  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  /** Adds the counts, when the sinks have all readings or do not grow any more. */
  void addTo(ObjectNode result, Sinks sinks, ChildProcess process)
      throws IOException, InvalidReadingException {
    Map<String, String> sent = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        TopicContent.readAll(bench.bootstrapServers(), Bench.HEAT_TOPIC)) {
      HeatReading reading = HeatJson.read(record.value());
      sent.put(
          identity(reading.sensorId(), reading.eventTimeMillis()),
          place(record.partition(), record.offset()));
    }

    long last = -1;
    long deadline = 0;
    boolean isFinal = false;
    while (!isFinal) {
      process.check();
      long now = sinks.scores() + sinks.rows();
      if (now > last) {
        last = now;
        deadline = System.nanoTime() + IDLE_TIMEOUT.toNanos();
        isFinal =
            sinks.scores() >= sent.size()
                && sinks.rows() >= sent.size()
                && scores(sent).lost(sent) + rows(sent).lost(sent) == 0;
      } else {
        isFinal = System.nanoTime() > deadline;
      }

      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }

    Found scores = scores(sent);
    Found rows = rows(sent);
    result.put("sent", sent.size());
    result.put("scores_lost", scores.lost(sent)).put("scores_twice", scores.twice());
    result.put("rows_lost", rows.lost(sent)).put("rows_twice", rows.twice());
  }

  private Found scores(Map<String, String> sent) throws IOException {
    Found found = new Found();
    for (ConsumerRecord<byte[], byte[]> score :
        TopicContent.readAll(bench.bootstrapServers(), bench.scoreTopic())) {
      Header partition = score.headers().lastHeader("source_partition");
      if (partition == null) {
        long sensorId = JSON.readTree(score.value()).path(HeatJson.SENSOR_ID).asLong();
        String identity = identity(sensorId, TopicContent.eventTimeMillis(score.value()));
        found.add(sent.getOrDefault(identity, identity));
      } else {
        found.add(place(text(partition), text(score.headers().lastHeader("source_offset"))));
      }
    }

    return found;
  }

  private Found rows(Map<String, String> sent) throws IOException {
    Found found = new Found();
    Configuration hadoop = new Configuration();
    // Spark's timestamps.
    hadoop.setBoolean("parquet.avro.readInt96AsFixed", true);
    for (String file : contestant.files(bench)) {
      for (GenericRecord row : ParquetContent.readAll(List.of(file), hadoop)) {
        if (row.hasField(ReadingTable.KAFKA_OFFSET)) {
          found.add(
              place(row.get(ReadingTable.KAFKA_PARTITION), row.get(ReadingTable.KAFKA_OFFSET)));
        } else {
          String identity = identity((long) row.get(HeatJson.SENSOR_ID), eventMillis(row));
          found.add(sent.getOrDefault(identity, identity));
        }
      }
    }

    return found;
  }

  /** Returns the time of a row: seconds as in the JSON, or Iceberg's microseconds. */
  private static long eventMillis(GenericRecord row) {
    return row.hasField(HeatJson.TIMESTAMP)
        ? Math.round((double) row.get(HeatJson.TIMESTAMP) * 1000)
        : TimeUnit.MICROSECONDS.toMillis((long) row.get(ReadingTable.EVENT_TIME));
  }

  private static String identity(long sensorId, long eventMillis) {
    return sensorId + "@" + eventMillis;
  }

  private static String place(Object partition, Object offset) {
    return partition + ":" + offset;
  }

  private static String text(Header header) {
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  /** The places found in a sink. */
  private static final class Found {
    private final Set<String> places = new HashSet<>();
    private long count;

    private void add(String place) {
      places.add(place);
      count++;
    }

    private long lost(Map<String, String> sent) {
      return sent.values().stream().filter(place -> !places.contains(place)).count();
    }

    private long twice() {
      return count - places.size();
    }
  }
}
