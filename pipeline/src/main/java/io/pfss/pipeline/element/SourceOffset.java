// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The partition and offset of a record in the source topic. They identify the record in the whole
 * pipeline and in the warehouse.
 *
 * @param partition the partition's number
 * @param offset the offset in the partition
 */
@DefaultCoder(RecordCoder.class)
public record SourceOffset(int partition, long offset) {
  public SourceOffset {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "Partition and offset must not be negative: " + partition + ", " + offset);
    }
  }
}
