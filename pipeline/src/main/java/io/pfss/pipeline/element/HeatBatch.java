package io.pfss.pipeline.element;

import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * Raw records of one partition, in their order. Immutable.
 *
 * @param offsets the offsets that the batch covers: those of its records, and those in between
 *     where there is none
 * @param records all records at these offsets
 */
@DefaultCoder(RecordCoder.class)
public record HeatBatch(OffsetRange offsets, List<HeatRecord> records) {
  public HeatBatch {
    Objects.requireNonNull(offsets, "offsets");
    records = List.copyOf(records);
  }
}
