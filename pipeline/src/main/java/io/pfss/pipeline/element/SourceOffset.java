package io.pfss.pipeline.element;

import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * Where in the source topic a record stands: its identity through the whole pipeline, and in the
 * warehouse.
 *
 * @param partition the partition's number
 * @param offset the offset in the partition
 */
@DefaultCoder(RecordCoder.class)
public record SourceOffset(int partition, long offset) {
  public SourceOffset {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "A partition and an offset are not negative: " + partition + ", " + offset);
    }
  }
}
