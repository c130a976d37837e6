package io.pfss.pipeline.alert;

import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.PublishBatches;
import io.pfss.pipeline.kafka.SourceHeaders;
import io.pfss.pipeline.warehouse.KeptReadings;
import io.pfss.pipeline.warehouse.KeptReadingsCoder;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Duration;

/**
 * Tells in a topic when a facility's state has changed for good, and when a sensor falls silent and
 * returns: key = sensor_id as text, JSON. What was kept goes on as it is.
 *
 * <p>A change is told once, flickering is not: see {@link AlertRules}. What is told hangs on the
 * present state and not on the moment of its change: if a crash loses that moment, the sensor's
 * next reading makes up for it, compared with what the topic itself says was told last.
 *
 * <pre>{@code
 * kept.apply(RaiseAlerts.to(cluster).withTopic("heat_alerts").withHold(Duration.standardSeconds(10)));
 * }</pre>
 */
public final class RaiseAlerts
    extends PTransform<PCollection<KeptReadings>, PCollection<KeptReadings>> {
  private static final String DEFAULT_TOPIC = "heat_alerts";
  private static final Duration DEFAULT_HOLD = Duration.standardSeconds(10);
  private static final Duration DEFAULT_SILENCE = Duration.standardSeconds(30);

  private final AlertTopic topic;
  private final Duration hold;
  private final Duration silence;

  private RaiseAlerts(AlertTopic topic, Duration hold, Duration silence) {
    this.topic = topic;
    this.hold = hold;
    this.silence = silence;
  }

  /**
   * Publishes to topic {@code heat_alerts} of a cluster, which exists: states that have lasted for
   * 10 s, sensors that are silent for 30 s.
   */
  public static RaiseAlerts to(KafkaCluster cluster) {
    return new RaiseAlerts(new AlertTopic(cluster, DEFAULT_TOPIC), DEFAULT_HOLD, DEFAULT_SILENCE);
  }

  /** Publishes to another topic. */
  public RaiseAlerts withTopic(String name) {
    return new RaiseAlerts(new AlertTopic(topic.cluster(), name), hold, silence);
  }

  /** How long a state has to last, in event time, until it is told; 0: a reading is enough. */
  public RaiseAlerts withHold(Duration duration) {
    return new RaiseAlerts(topic, duration, silence);
  }

  /** After how long without a reading a sensor is silent. */
  public RaiseAlerts withSilence(Duration duration) {
    return new RaiseAlerts(topic, hold, duration);
  }

  @Override
  public PCollection<KeptReadings> expand(PCollection<KeptReadings> kept) {
    kept.apply("Shard", ParDo.of(new ShardStates()))
        .setCoder(KvCoder.of(VarIntCoder.of(), KeptReadingsCoder.of()))
        .apply("Detect", ParDo.of(new DetectAlerts(topic, new AlertRules(hold, silence))))
        .setCoder(AlertCoder.of())
        .apply(
            "Publish",
            ParDo.of(new PublishBatches<>(topic.cluster(), "alerts", new Records(topic.name()))))
        .setCoder(AlertCoder.of());
    return kept;
  }

  /** The records of alerts. */
  record Records(String topic) implements PublishBatches.Records<Alert> {
    @Override
    public List<ProducerRecord<byte[], byte[]>> of(Alert alert) {
      return List.of(
          new ProducerRecord<>(
              topic, SourceHeaders.text(Long.toString(alert.sensorId())), AlertJson.write(alert)));
    }

    @Override
    public Alert rest(Alert alert) {
      return alert;
    }
  }
}
