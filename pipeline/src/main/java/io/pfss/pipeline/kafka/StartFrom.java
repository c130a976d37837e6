package io.pfss.pipeline.kafka;

/** Where a pipeline starts to read a topic that it holds no position of. */
public enum StartFrom {
  /** The oldest record that Kafka still has. */
  EARLIEST("earliest"),
  /** What arrives from now on. */
  LATEST("latest");

  private final String offsetReset;

  StartFrom(String offsetReset) {
    this.offsetReset = offsetReset;
  }

  /** The value of the consumer setting {@code auto.offset.reset}. */
  public String offsetReset() {
    return offsetReset;
  }
}
