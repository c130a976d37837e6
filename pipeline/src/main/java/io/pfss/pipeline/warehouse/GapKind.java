package io.pfss.pipeline.warehouse;

/** Why an offset of the source topic is in no commit of the warehouse. */
public enum GapKind {
  /** Its record is a dead letter, and no reading. */
  DEAD_LETTER("dead letter"),
  /** Its reading is in a segment, or not done yet: its window is open, or the job is behind. */
  OPEN_WINDOW("open window"),
  /** It holds no record: a transaction's marker, or a record that was aborted or compacted. */
  NO_RECORD("no record"),
  /** Kafka has deleted what it held, so that nobody can tell. */
  DELETED("deleted"),
  /** It holds a record before the first commit: the job may have begun after it. */
  BEFORE_FIRST_COMMIT("before first commit"),
  /** Nobody asked Kafka. */
  UNEXPLAINED("unexplained"),
  /** It holds a record that the job has done, and that is nowhere. */
  LOSS("loss");

  private final String label;

  GapKind(String label) {
    this.label = label;
  }

  /** The name for people. */
  public String label() {
    return label;
  }
}
