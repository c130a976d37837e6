package io.pfss.pipeline.element;

import java.util.Arrays;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A raw record of the source topic. Immutable by convention: {@code value} is shared, not copied.
 *
 * @param offset where it stands in its partition
 * @param arrivalMillis its timestamp: when Kafka took it in, in ms since the epoch
 * @param value its bytes; none of a record without a value
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
