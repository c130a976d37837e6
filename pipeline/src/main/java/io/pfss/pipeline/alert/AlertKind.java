// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import java.util.List;

/** The kind of an {@link Alert}. */
public enum AlertKind {
  /** The sensor sent for the first time. From now on its silence raises an alert. */
  APPEARED,

  /** The facility changed its state, or got its first one, and the state has lasted. */
  STATE,

  /** The sensor stopped sending. */
  SILENT,

  /** The sensor sends again after a silence. */
  RETURNED,

  /**
   * The risk that the facility reaches 경고 within the next hour has risen above the threshold, or
   * has fallen again: see {@link Alert#isAtRisk}.
   */
  RISK;

  static final List<AlertKind> ALL = List.of(values());
}
