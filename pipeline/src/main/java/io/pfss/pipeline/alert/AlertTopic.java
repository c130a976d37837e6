package io.pfss.pipeline.alert;

import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.TopicScan;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic that alerts go to. Its last record of a sensor tells what operators know of it, which
 * is what a pipeline that starts goes on from, whatever its runner has kept.
 *
 * @param cluster where it is
 * @param name its name
 */
record AlertTopic(KafkaCluster cluster, String name) implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertTopic.class);

  AlertTopic {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(name, "name");
  }

  /**
   * The last alert of each sensor.
   *
   * @param sensors which of them
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka does not answer, or has no
   *     such topic
   */
  SensorTable restore(LongPredicate sensors) {
    Map<Long, SensorStatus> statuses = new HashMap<>();
    TopicScan.read(
        cluster,
        name,
        record -> {
          Alert alert = record.value() == null ? null : AlertJson.read(record.value()).orElse(null);
          if (alert == null) {
            LOG.warn(
                "{} {}/{} is no alert: passed over", name, record.partition(), record.offset());
          } else if (sensors.test(alert.sensorId())) {
            statuses.put(alert.sensorId(), status(alert, record.timestamp()));
          }
        });
    return new SensorTable(new HashMap<>(), statuses);
  }

  /**
   * No alert is raised before its cause: a time of the future would make all readings late. And who
   * has appeared without a power factor has no state: former versions said 정상 of each.
   */
  static SensorStatus status(Alert alert, long toldMillis) {
    boolean isSilent = alert.kind() == AlertKind.SILENT;
    long eventMillis = isSilent ? alert.sinceMillis() : alert.timeMillis();
    boolean isUnproven = alert.kind() == AlertKind.APPEARED && Double.isNaN(alert.powerFactor());
    SensorStatus status =
        SensorStatus.published(
            isUnproven ? Optional.empty() : alert.state(), Math.min(eventMillis, toldMillis));
    return isSilent ? status.silenced() : status;
  }
}
