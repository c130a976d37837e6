package io.pfss.pipeline.element;

import io.pfss.models.reading.ErrorCode;
import java.util.Arrays;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A record that some step could not take, kept for an operator. Immutable by convention: {@code
 * value} is shared, not copied.
 *
 * @param value the original bytes; of {@link ErrorCode#SINK}, what the sink refused
 * @param code the class of the error
 * @param message what is wrong, with the offending value
 * @param position partition and offset of the record in the source topic
 * @param timeMillis when the step gave the record up, in ms since the epoch
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
