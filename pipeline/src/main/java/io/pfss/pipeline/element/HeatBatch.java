// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A batch of raw records of one partition, in offset order. Immutable.
 *
 * @param offsets the offsets that the batch covers, including those without a record
 * @param records all records at these offsets
 */
@DefaultCoder(RecordCoder.class)
public record HeatBatch(OffsetRange offsets, List<HeatRecord> records) {
  public HeatBatch {
    Objects.requireNonNull(offsets, "offsets");
    records = List.copyOf(records);
  }
}
