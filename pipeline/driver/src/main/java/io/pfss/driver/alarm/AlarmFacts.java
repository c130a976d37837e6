// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import io.pfss.pipeline.alert.Alarm;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What is known of alarms besides the alerts that they follow from. Thread-safe. */
public interface AlarmFacts {
  /** Nothing is known, as without Alertmanager. */
  AlarmFacts NONE = new AlarmFacts() {};

  /** Returns the open alarms of the pipeline itself. */
  default List<Alarm> ofPipeline() {
    return List.of();
  }

  /** Returns who has seen an open alarm; empty if nobody has. */
  default Optional<AlarmAcknowledgement> acknowledgement(Alarm alarm) {
    return Optional.empty();
  }

  /** Returns the address of the form that acknowledges an open alarm; empty if there is none. */
  default Optional<URI> silenceUrl(Alarm alarm) {
    return Optional.empty();
  }
}
