package io.pfss.demo.observe;

import java.io.IOException;
import java.util.Map;

/** Tells what the job has committed of the readings' topic. */
@FunctionalInterface
public interface CommittedOffsets {
  /**
   * The committed offset of each partition that has one.
   *
   * @throws IOException if Kafka does not answer
   */
  Map<Integer, Long> offsets() throws IOException;
}
