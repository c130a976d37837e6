// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

/** Why an offset of the source topic is in no commit of the warehouse. */
public enum GapKind {
  /** The record is a dead letter, not a reading. */
  DEAD_LETTER("dead letter"),
  /** The reading is in a segment, or not committed yet: its window is open, or the job lags. */
  OPEN_WINDOW("open window"),
  /** The offset has no record: a transaction marker, or a record that was aborted or compacted. */
  NO_RECORD("no record"),
  /** Kafka has deleted the record, so the reason is unknown. */
  DELETED("deleted"),
  /** The record is before the first commit: the job may have started after it. */
  BEFORE_FIRST_COMMIT("before first commit"),
  /** Kafka was not queried. */
  UNEXPLAINED("unexplained"),
  /** The record is before the committed offset, but in no commit, segment or dead letter. */
  LOSS("loss");

  private final String label;

  GapKind(String label) {
    this.label = label;
  }

  /** Returns the name to print. */
  public String label() {
    return label;
  }
}
