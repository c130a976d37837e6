package io.pfss.pipeline.element;

import java.util.ArrayList;
import java.util.List;

/**
 * Readings on their way through the steps, with what came of them so far. Immutable.
 *
 * <p>The steps hand on batches and not single readings: what a runner does for each element, which
 * on some is more than all of our steps do, is then done for hundreds of readings at once. What a
 * step cannot take goes along as a dead letter, so that the steps stand in one line and no runner
 * has to keep a batch for a second branch.
 *
 * @param positions which records of the source the batch is made of, to be committed when all sinks
 *     have them; empty of readings that are not from Kafka
 * @param readings the valid readings, in their order in the source
 * @param scored those of them that are scored, with their scores; empty before that step
 * @param deadLetters what some step could not take and nobody has published yet
 */
public record ReadingBatch(
    List<OffsetRange> positions,
    List<ReceivedReading> readings,
    List<ScoredReading> scored,
    List<DeadLetter> deadLetters) {
  public ReadingBatch {
    positions = List.copyOf(positions);
    readings = List.copyOf(readings);
    scored = List.copyOf(scored);
    deadLetters = List.copyOf(deadLetters);
  }

  /** Readings that are not scored, and what was found to be none. */
  public static ReadingBatch of(List<ReceivedReading> readings, List<DeadLetter> deadLetters) {
    return new ReadingBatch(List.of(), readings, List.of(), deadLetters);
  }

  /** The same, made of these records of the source. */
  public ReadingBatch at(OffsetRange records) {
    return new ReadingBatch(List.of(records), readings, scored, deadLetters);
  }

  /** The same with scores, and with those readings as dead letters too that have none. */
  public ReadingBatch withScores(List<ScoredReading> scores, List<DeadLetter> failures) {
    List<DeadLetter> all = new ArrayList<>(deadLetters);
    all.addAll(failures);
    return new ReadingBatch(positions, readings, scores, all);
  }
}
