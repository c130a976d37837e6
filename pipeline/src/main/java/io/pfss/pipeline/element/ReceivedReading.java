package io.pfss.pipeline.element;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.SohState;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A valid reading with its origin.
 *
 * @param reading what the sensor measured
 * @param position its partition and offset in the source topic
 * @param ingestTimeMillis when Kafka took it in: the record's timestamp, in ms since the epoch,
 *     which stays the same however often the record is read, unless a producer's clock has stamped
 *     it that is ahead
 * @param label the state that the file says the reading was in, from which it was loaded; empty
 *     where none says
 */
@DefaultCoder(ReceivedReadingCoder.class)
public record ReceivedReading(
    HeatReading reading, SourceOffset position, long ingestTimeMillis, Optional<SohState> label) {
  public ReceivedReading {
    Objects.requireNonNull(reading, "reading");
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(label, "label");
  }

  /** A reading of the stream, whose state nobody has said. */
  public ReceivedReading(HeatReading reading, SourceOffset position, long ingestTimeMillis) {
    this(reading, position, ingestTimeMillis, Optional.empty());
  }
}
