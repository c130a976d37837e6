package io.pfss.pipeline.element;

import java.util.List;
import java.util.Objects;

/**
 * Raw records of one partition, in their order. Immutable.
 *
 * @param positions the offsets that the batch covers: those of its records, and those in between
 *     where there is none
 * @param records all records at these offsets
 */
public record HeatBatch(OffsetRange positions, List<HeatRecord> records) {
  public HeatBatch {
    Objects.requireNonNull(positions, "positions");
    records = List.copyOf(records);
  }
}
