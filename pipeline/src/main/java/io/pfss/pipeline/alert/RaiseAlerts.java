package io.pfss.pipeline.alert;

import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.kafka.KafkaCluster;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;

/**
 * Publishes an alert when a facility's state has changed for a while, and when a sensor falls
 * silent or returns: key = sensor_id as text, JSON. Outputs the deliveries of a bundle as one.
 *
 * <p>In one line with what follows: some runners make anew whatever two steps read, and what is
 * made anew of readings that are done is nothing.
 *
 * <p>A change raises one alert, short flickers raise none: see {@link AlertRules}. Alerts derive
 * from the current state, compared with the last alert in the topic, so the next reading repairs
 * what a crash lost.
 *
 * <pre>{@code
 * delivered.apply(RaiseAlerts.to(cluster).withTopic("heat_alerts").withHold(Duration.standardSeconds(10)));
 * }</pre>
 */
public final class RaiseAlerts extends PTransform<PCollection<Delivery>, PCollection<Delivery>> {
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

  /**
   * How long a state has to last, in event time, until an alert is raised; 0: a reading is enough.
   */
  public RaiseAlerts withHold(Duration duration) {
    return new RaiseAlerts(topic, duration, silence);
  }

  /** After how long without a reading a sensor is silent. */
  public RaiseAlerts withSilence(Duration duration) {
    return new RaiseAlerts(topic, hold, duration);
  }

  @Override
  public PCollection<Delivery> expand(PCollection<Delivery> delivery) {
    return delivery
        .apply("Shard", ParDo.of(new ShardStates()))
        .apply("Detect", ParDo.of(new DetectAlerts(topic, new AlertRules(hold, silence))))
        .apply("Publish", ParDo.of(new PublishAlerts(topic)));
  }
}
