// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.pipeline.element.FacilityName;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.SensorKey;
import io.pfss.pipeline.kafka.TopicScan;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic of alerts. When a pipeline starts, it restores the status of each sensor from the
 * sensor's last alert, so it does not depend on the runner's checkpoint.
 *
 * @param cluster the Kafka cluster
 * @param name name of the topic
 */
record AlertTopic(KafkaCluster cluster, String name) implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertTopic.class);

  AlertTopic {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(name, "name");
  }

  /**
   * Reads the last alert of each sensor.
   *
   * @param sensors selects the sensors
   * @return the status of these sensors
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka does not answer, or the topic
   *     does not exist
   */
  SensorTable restore(LongPredicate sensors) {
    Map<Long, SensorStatus> statuses = new HashMap<>();
    TopicScan.read(
        cluster,
        name,
        record -> {
          if (record.value() == null) {
            // The sensor was retired.
            SensorKey.read(record.key()).ifPresent(sensor -> statuses.remove(sensor));
            return;
          }

          Alert alert = AlertJson.read(record.value()).orElse(null);
          if (alert == null) {
            LOG.warn(
                "Ignored a record that is not an alert topic={} partition={} offset={}",
                name,
                record.partition(),
                record.offset());
          } else if (sensors.test(alert.sensorId())) {
            statuses.put(alert.sensorId(), status(alert, record.timestamp()));
          }
        });
    return new SensorTable(new HashMap<>(), statuses);
  }

  /** Returns the record of an alert. */
  ProducerRecord<byte[], byte[]> record(Alert alert, FacilityName names) {
    return new ProducerRecord<>(
        name, SensorKey.of(alert.sensorId()), AlertJson.write(alert, names));
  }

  /** Returns the record that removes a retired sensor from the compacted topic. */
  ProducerRecord<byte[], byte[]> removal(long sensorId) {
    return new ProducerRecord<>(name, SensorKey.of(sensorId), null);
  }

  /**
   * Returns the sensor's status after an alert. Its event time is at most the time of the alert's
   * record, because a future event time would make all readings late. Ignores the state of an
   * APPEARED alert without a power factor: former versions always wrote 정상.
   *
   * @param recordMillis time of the alert's record, in ms since the epoch
   */
  static SensorStatus status(Alert alert, long recordMillis) {
    boolean isSilent = alert.kind() == AlertKind.SILENT;
    long eventMillis = isSilent ? alert.sinceMillis() : alert.timeMillis();
    boolean isWithoutState =
        alert.kind() == AlertKind.APPEARED && Double.isNaN(alert.powerFactor());
    SensorStatus status =
        SensorStatus.of(
            isWithoutState ? Optional.empty() : alert.state(),
            alert.stateSinceMillis(),
            Math.min(eventMillis, recordMillis));
    if (isSilent) {
      return status.silenced();
    }

    return alert.isAtRisk()
        ? status.withRisk(new RiskStatus(true, alert.riskSinceMillis(), alert.timeMillis()))
        : status;
  }
}
