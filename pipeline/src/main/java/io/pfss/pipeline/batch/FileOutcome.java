package io.pfss.pipeline.batch;

import io.pfss.pipeline.element.RecordCoder;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * What came of a file of readings.
 *
 * @param file as Beam names it
 * @param readings how many were read
 * @param rejected how many entries were invalid
 * @param rejectedName the file that they are in
 * @param problem why it was not read to its end; empty if it was
 */
@DefaultCoder(RecordCoder.class)
public record FileOutcome(
    String file, long readings, long rejected, String rejectedName, String problem) {
  public FileOutcome {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(rejectedName, "rejectedName");
    Objects.requireNonNull(problem, "problem");
  }

  /** Whether it was read to its end. */
  public boolean readToItsEnd() {
    return problem.isEmpty();
  }
}
