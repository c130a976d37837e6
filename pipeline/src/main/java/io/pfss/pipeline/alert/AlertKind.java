package io.pfss.pipeline.alert;

import java.util.List;

/** What an {@link Alert} tells. */
public enum AlertKind {
  /** The facility is in another state, and has been so for a while. */
  STATE,

  /** The sensor sends nothing any more. */
  SILENT,

  /** The sensor sends again. */
  RETURNED;

  static final List<AlertKind> ALL = List.of(values());
}
