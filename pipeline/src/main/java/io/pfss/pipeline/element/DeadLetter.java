// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import io.pfss.models.reading.ErrorCode;
import java.util.Arrays;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A record that a step could not process, stored for an operator. Immutable by convention: {@code
 * value} is shared, not copied.
 *
 * @param value the bytes of the record; with {@link ErrorCode#SINK}, the line that the sink refused
 * @param code the class of the error
 * @param message the problem, with the offending value
 * @param position partition and offset of the record in the source topic
 * @param timeMillis when the step rejected the record, in ms since the epoch
 */
@DefaultCoder(RecordCoder.class)
public record DeadLetter(
    byte[] value, ErrorCode code, String message, SourceOffset position, long timeMillis) {
  public DeadLetter {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(position, "position");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeadLetter that
        && Arrays.equals(value, that.value)
        && code == that.code
        && message.equals(that.message)
        && position.equals(that.position)
        && timeMillis == that.timeMillis;
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(value), code, message, position, timeMillis);
  }

  @Override
  public String toString() {
    return "DeadLetter{" + code + " at " + position + ": " + message + '}';
  }
}
