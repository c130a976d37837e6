// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import java.util.Arrays;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A raw record of the source topic. Immutable by convention: {@code value} is shared, not copied.
 *
 * @param offset the offset in its partition
 * @param arrivalMillis the record's timestamp: when Kafka received it, in ms since the epoch
 * @param value the bytes; empty if the record has no value
 */
@DefaultCoder(RecordCoder.class)
public record HeatRecord(long offset, long arrivalMillis, byte[] value) {
  public HeatRecord {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeatRecord that
        && offset == that.offset
        && arrivalMillis == that.arrivalMillis
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(offset, arrivalMillis, Arrays.hashCode(value));
  }

  @Override
  public String toString() {
    return "HeatRecord{offset " + offset + ", " + value.length + " bytes}";
  }
}
