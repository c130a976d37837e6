package io.pfss.pipeline.alert;

import java.util.List;

/** What an {@link Alert} tells. */
public enum AlertKind {
  /** The sensor sends for the first time: from now on its silence would be told. */
  APPEARED,

  /** The facility is in another state, or in its first, and has been so for a while. */
  STATE,

  /** The sensor sends nothing any more. */
  SILENT,

  /** The sensor sends again. */
  RETURNED;

  static final List<AlertKind> ALL = List.of(values());
}
