package io.pfss.pipeline.element;

import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * Readings of a batch of records, with their scores. Immutable.
 *
 * @param offsets which records of the source the batch is made of, to be committed when all sinks
 *     have acknowledged them; empty of readings that are not from Kafka
 * @param readings the valid readings, in their order in the source
 * @param scored those of them that have a score, in the same order
 * @param deadLetters what no step before this could parse or score, to be published
 */
@DefaultCoder(RecordCoder.class)
public record ScoredBatch(
    List<OffsetRange> offsets,
    List<ReceivedReading> readings,
    List<ScoredReading> scored,
    List<DeadLetter> deadLetters) {
  public ScoredBatch {
    offsets = List.copyOf(offsets);
    readings = List.copyOf(readings);
    scored = List.copyOf(scored);
    deadLetters = List.copyOf(deadLetters);
  }
}
