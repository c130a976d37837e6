package io.pfss.pipeline.element;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * Readings of a batch of records. Immutable.
 *
 * <p>The steps output batches and not single readings: what a runner does for each element, which
 * on some is more than all of our steps do, is then done for hundreds of readings at once. What a
 * step rejects stays in the batch as a dead letter: a second output of a step would be encoded,
 * cached and computed again on some runners.
 *
 * @param offsets which records of the source the batch is made of; empty of readings that are not
 *     from Kafka
 * @param readings the valid readings, in their order in the source
 * @param deadLetters the records that are no valid readings
 */
@DefaultCoder(RecordCoder.class)
public record ParsedBatch(
    List<OffsetRange> offsets, List<ReceivedReading> readings, List<DeadLetter> deadLetters) {
  public ParsedBatch {
    offsets = List.copyOf(offsets);
    readings = List.copyOf(readings);
    deadLetters = List.copyOf(deadLetters);
  }

  /** Valid readings that are not from Kafka. */
  public static ParsedBatch of(List<ReceivedReading> readings) {
    return new ParsedBatch(List.of(), readings, List.of());
  }

  /**
   * The batch with its scores.
   *
   * @param scores of those readings that have one, in their order
   * @param failures dead letters of the others
   */
  public ScoredBatch withScores(List<ScoredReading> scores, List<DeadLetter> failures) {
    List<DeadLetter> all = new ArrayList<>(deadLetters);
    all.addAll(failures);
    return new ScoredBatch(offsets, readings, scores, all);
  }
}
