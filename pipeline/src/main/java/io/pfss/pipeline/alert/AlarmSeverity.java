// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import java.util.Locale;

/** How urgent an {@link Alarm} is, in the words of Prometheus; the less urgent first. */
public enum AlarmSeverity {
  /** 주의, a silent sensor, or a risk. */
  WARNING,

  /** 경고, or a fault of the pipeline, which hides the state of all facilities. */
  CRITICAL;

  /** The severity in lower case, as labels and the catalog have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
