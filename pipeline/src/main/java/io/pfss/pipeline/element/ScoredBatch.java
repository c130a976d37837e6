// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The readings of a batch of records, with their scores. Immutable.
 *
 * @param offsets the offsets of the records, to be committed when all sinks have acknowledged them;
 *     empty if the readings are not from Kafka
 * @param readings the valid readings, in offset order
 * @param scored the readings that have a score, in the same order
 * @param deadLetters the records that could not be parsed or scored, to be published
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
