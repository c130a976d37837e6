// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.outlook;

import io.pfss.models.facility.FacilityState;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.SensorKey;
import io.pfss.pipeline.kafka.TopicScan;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic of outlooks. A header of each record has the state of the facility at that time. When a
 * pipeline starts, it restores each state from there, so it does not depend on the runner's
 * checkpoint and loses at most the minutes since the last record.
 *
 * @param cluster the Kafka cluster
 * @param name name of the topic
 */
public record OutlookTopic(KafkaCluster cluster, String name) implements Serializable {
  private static final String STATE_HEADER = "facility_state";
  private static final Logger LOG = LoggerFactory.getLogger(OutlookTopic.class);

  public OutlookTopic {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(name, "name");
  }

  /** Returns the record of an outlook. */
  public ProducerRecord<byte[], byte[]> record(PublishedOutlook published) {
    return new ProducerRecord<>(
        name,
        null,
        null,
        SensorKey.of(published.sensorId()),
        published.json(),
        new RecordHeaders().add(STATE_HEADER, published.state()));
  }

  /** Returns the record that removes a facility from the compacted topic. */
  public ProducerRecord<byte[], byte[]> removal(long sensorId) {
    return new ProducerRecord<>(name, SensorKey.of(sensorId), null);
  }

  /**
   * Reads the last state of each facility.
   *
   * @param sensors selects the sensors
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka does not answer, or the topic
   *     does not exist
   */
  public FacilityTable restore(LongPredicate sensors) {
    FacilityTable table = new FacilityTable();
    TopicScan.read(
        cluster,
        name,
        record -> {
          Header state = record.headers().lastHeader(STATE_HEADER);
          if (record.key() == null || (state == null && record.value() != null)) {
            return;
          }

          try {
            long sensorId = Long.parseLong(new String(record.key(), StandardCharsets.UTF_8));
            if (state == null) {
              table.remove(sensorId);
            } else if (sensors.test(sensorId)) {
              table.put(sensorId, new FacilityState(ByteBuffer.wrap(state.value())));
            }
          } catch (IllegalArgumentException e) {
            LOG.warn("Ignored a record that has no facility's state {}", place(record));
          }
        });
    return table;
  }

  private String place(ConsumerRecord<byte[], byte[]> record) {
    return "topic=" + name + " partition=" + record.partition() + " offset=" + record.offset();
  }
}
