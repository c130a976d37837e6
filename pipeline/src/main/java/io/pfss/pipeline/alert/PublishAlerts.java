// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.KnownFacilities;
import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.kafka.RecordSender;
import io.pfss.pipeline.outlook.PublishedOutlook;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Publishes alerts and outlooks, and outputs the deliveries when Kafka has acknowledged them. */
final class PublishAlerts extends DoFn<Findings, Delivery> {
  private final AlertTopic topic;

  /** Null if there are no outlooks. */
  private final @Nullable RiskAlarms risks;

  private final Counter alerts = Metrics.counter(RaiseAlerts.class, "alerts");
  private final Counter outlooks = Metrics.counter(RaiseAlerts.class, "outlooks");

  /** Null without a catalog. */
  private final @Nullable CatalogSettings catalog;

  private transient KnownFacilities facilities;
  private transient RecordSender sender;
  private transient List<TimestampedValue<Delivery>> deliveries;

  PublishAlerts(AlertTopic topic, @Nullable RiskAlarms risks, @Nullable CatalogSettings catalog) {
    this.topic = topic;
    this.risks = risks;
    this.catalog = catalog;
  }

  @Setup
  public void setUp() {
    sender = new RecordSender(topic.cluster());
    facilities = KnownFacilities.of(catalog);
  }

  @StartBundle
  public void startBundle() {
    sender.start();
    deliveries = new ArrayList<>();
  }

  @ProcessElement
  public void process(@Element Findings findings, @Timestamp Instant timestamp) throws IOException {
    for (Alert alert : findings.alerts()) {
      sender.send(topic.record(alert, facilities.names(alert.sensorId())));
    }

    for (long sensorId : findings.retired()) {
      sender.send(topic.removal(sensorId));
    }

    if (risks != null) {
      for (PublishedOutlook outlook : findings.outlooks()) {
        sender.send(risks.topic().record(outlook));
      }

      for (long sensorId : findings.removed()) {
        sender.send(risks.topic().removal(sensorId));
      }
    }

    alerts.inc(findings.alerts().size());
    outlooks.inc(findings.outlooks().size());
    deliveries.add(TimestampedValue.of(findings.delivery(), timestamp));
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws IOException {
    sender.flush();
    deliveries.forEach(
        each -> context.output(each.getValue(), each.getTimestamp(), GlobalWindow.INSTANCE));
    deliveries = List.of();
  }
}
