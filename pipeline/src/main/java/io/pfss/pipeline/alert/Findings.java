// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.outlook.PublishedOutlook;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * What a shard publishes after a batch.
 *
 * @param alerts the alerts to raise
 * @param outlooks the outlooks of facilities of which a minute is over
 * @param removed the sensors whose facilities have sent nothing for 30 days
 * @param retired the sensors whose facilities have been retired since their last alert
 * @param delivery to forward; empty unless this shard forwards it
 */
@DefaultCoder(RecordCoder.class)
record Findings(
    List<Alert> alerts,
    List<PublishedOutlook> outlooks,
    List<Long> removed,
    List<Long> retired,
    Delivery delivery) {
  boolean isEmpty() {
    return alerts.isEmpty() && outlooks.isEmpty() && removed.isEmpty() && retired.isEmpty();
  }
}
