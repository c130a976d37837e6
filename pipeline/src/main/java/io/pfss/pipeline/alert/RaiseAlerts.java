// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.outlook.OutlookTopic;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Publishes an alert when a facility's state has changed and lasted, and when a sensor becomes
 * silent or returns, and once a minute the outlook of each facility: {@link #withOutlooks}. The key
 * of a record is sensor_id as text, its value is JSON. Outputs one delivery for the deliveries of a
 * bundle.
 *
 * <p>Later steps must read the output of this step, not its input: some runners recompute a
 * collection that two steps read, and nothing can be recomputed from readings that are already
 * processed.
 *
 * <p>A change raises one alert, short flickers raise none: see {@link AlertRules}. Alerts derive
 * from the current state, compared with the last alert in the topic. So if a crash loses an alert,
 * the next reading raises it again.
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

  /** Null if there are no outlooks. */
  private final @Nullable RiskAlarms risks;

  /** Null without a catalog. */
  private final @Nullable CatalogSettings catalog;

  private RaiseAlerts(
      AlertTopic topic,
      Duration hold,
      Duration silence,
      @Nullable RiskAlarms risks,
      @Nullable CatalogSettings catalog) {
    this.topic = topic;
    this.hold = hold;
    this.silence = silence;
    this.risks = risks;
    this.catalog = catalog;
  }

  /**
   * Publishes to topic {@code heat_alerts} of a cluster, which must exist. By default a state must
   * last for 10 s, and a sensor is silent after 30 s.
   */
  public static RaiseAlerts to(KafkaCluster cluster) {
    return new RaiseAlerts(
        new AlertTopic(cluster, DEFAULT_TOPIC), DEFAULT_HOLD, DEFAULT_SILENCE, null, null);
  }

  /** Publishes to another topic. */
  public RaiseAlerts withTopic(String name) {
    return new RaiseAlerts(new AlertTopic(topic.cluster(), name), hold, silence, risks, catalog);
  }

  /**
   * Sets how long, in event time, a state must last to raise an alert; if 0, one reading suffices.
   */
  public RaiseAlerts withHold(Duration duration) {
    return new RaiseAlerts(topic, duration, silence, risks, catalog);
  }

  /** Sets the time without readings after which a sensor is silent. */
  public RaiseAlerts withSilence(Duration duration) {
    return new RaiseAlerts(topic, hold, duration, risks, catalog);
  }

  /**
   * Reads the facilities from a catalog: alerts and outlooks have their names, the limits of their
   * own count, and a retired facility raises no alert.
   */
  public RaiseAlerts withFacilities(CatalogSettings facilities) {
    return new RaiseAlerts(topic, hold, silence, risks, facilities);
  }

  /**
   * Publishes the outlook of each facility to a topic of the same cluster, once a minute.
   *
   * @param name of the topic, which must exist
   * @param modelFolder folder of a risk model, whose promoted version gives the risks, or of a
   *     version, on any Beam file system; empty: no risks
   * @param falseADay a risk raises an alert from the threshold on that gives at most so many false
   *     alerts for each day of a facility
   * @throws IllegalArgumentException if {@code falseADay} is not positive
   */
  public RaiseAlerts withOutlooks(String name, String modelFolder, double falseADay) {
    return new RaiseAlerts(
        topic,
        hold,
        silence,
        new RiskAlarms(new OutlookTopic(topic.cluster(), name), modelFolder, falseADay),
        catalog);
  }

  @Override
  public PCollection<Delivery> expand(PCollection<Delivery> delivery) {
    return delivery
        .apply("Shard", ParDo.of(new ShardStates()))
        .apply(
            "Detect",
            ParDo.of(new DetectAlerts(topic, new AlertRules(hold, silence), risks, catalog)))
        .apply("Publish", ParDo.of(new PublishAlerts(topic, risks, catalog)));
  }
}
