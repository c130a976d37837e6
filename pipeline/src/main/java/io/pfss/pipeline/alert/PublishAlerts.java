// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.kafka.RecordSender;
import io.pfss.pipeline.kafka.SourceHeaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Instant;

/** Publishes alerts, and outputs their deliveries when Kafka has acknowledged the alerts. */
final class PublishAlerts extends DoFn<KV<List<Alert>, Delivery>, Delivery> {
  private final AlertTopic topic;
  private final Counter published = Metrics.counter(RaiseAlerts.class, "alerts");

  private transient RecordSender sender;
  private transient List<TimestampedValue<Delivery>> deliveries;

  PublishAlerts(AlertTopic topic) {
    this.topic = topic;
  }

  @Setup
  public void setUp() {
    sender = new RecordSender(topic.cluster());
  }

  @StartBundle
  public void startBundle() {
    sender.start();
    deliveries = new ArrayList<>();
  }

  @ProcessElement
  public void process(@Element KV<List<Alert>, Delivery> element, @Timestamp Instant timestamp)
      throws IOException {
    for (Alert alert : element.getKey()) {
      sender.send(
          new ProducerRecord<>(
              topic.name(),
              SourceHeaders.text(Long.toString(alert.sensorId())),
              AlertJson.write(alert)));
    }

    deliveries.add(TimestampedValue.of(element.getValue(), timestamp));
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws IOException {
    published.inc(sender.flush());
    deliveries.forEach(
        each -> context.output(each.getValue(), each.getTimestamp(), GlobalWindow.INSTANCE));
    deliveries = List.of();
  }
}
