package io.pfss.pipeline.source;

/** Where a consumer group starts to read a partition that it has no position in. */
public enum StartFrom {
  /** The oldest record that Kafka still has. */
  EARLIEST,
  /** What arrives from now on. */
  LATEST
}
