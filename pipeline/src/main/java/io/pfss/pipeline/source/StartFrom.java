package io.pfss.pipeline.source;

/** Where a consumer group starts to read a partition in which it has committed no offset. */
public enum StartFrom {
  /** The oldest record that Kafka still has. */
  EARLIEST,
  /** What arrives from now on. */
  LATEST
}
