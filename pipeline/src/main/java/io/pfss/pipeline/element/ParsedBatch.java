// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The readings of a batch of records. Immutable.
 *
 * <p>Steps output batches instead of single readings, because a runner's cost per element can
 * exceed the cost of all our steps. Rejected records stay in the batch as dead letters: some
 * runners encode, cache and recompute a second output of a step.
 *
 * @param offsets the offsets of the records; empty if the readings are not from Kafka
 * @param readings the valid readings, in offset order
 * @param deadLetters the records that are not valid readings
 */
@DefaultCoder(RecordCoder.class)
public record ParsedBatch(
    List<OffsetRange> offsets, List<ReceivedReading> readings, List<DeadLetter> deadLetters) {
  public ParsedBatch {
    offsets = List.copyOf(offsets);
    readings = List.copyOf(readings);
    deadLetters = List.copyOf(deadLetters);
  }

  /** Returns a batch of valid readings that are not from Kafka. */
  public static ParsedBatch of(List<ReceivedReading> readings) {
    return new ParsedBatch(List.of(), readings, List.of());
  }

  /**
   * Returns the batch with scores.
   *
   * @param scores the scores of the readings that the model accepted, in the same order
   * @param failures the dead letters of the other readings
   */
  public ScoredBatch withScores(List<ScoredReading> scores, List<DeadLetter> failures) {
    List<DeadLetter> all = new ArrayList<>(deadLetters);
    all.addAll(failures);
    return new ScoredBatch(offsets, readings, scores, all);
  }
}
