// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import java.util.Locale;

/** The kind of an {@link Alarm}. */
public enum AlarmKind {
  /** The facility is in 주의 or 경고. */
  STATE,

  /** The sensor sends nothing. */
  SILENT,

  /** The facility is at risk of 경고 within the next hour. */
  RISK,

  /** The job processes readings long after their arrival. */
  BEHIND,

  /** No sensor sends. */
  NO_READINGS;

  /** The kind in lower case, as labels and the catalog have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
