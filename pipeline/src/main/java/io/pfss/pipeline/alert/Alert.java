package io.pfss.pipeline.alert;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.RecordCoder;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * Something that operators want to know of a sensor. Immutable.
 *
 * @param kind what it is
 * @param sensorId the sensor
 * @param timeMillis when it came about, in ms since the epoch: event time of the reading that made
 *     it so, or for {@link AlertKind#SILENT} when Kafka would have had to have one
 * @param state the state of the facility from now on; empty while none has lasted
 * @param previous the state of the alert before; empty unless the state changes, and where none was
 * @param sinceMillis event time of the first reading in the state or of all, or of the last before
 *     the silence
 * @param powerFactor of the reading that raised it, over all phases; {@code NaN} if no reading did,
 *     or it has none
 */
@DefaultCoder(RecordCoder.class)
public record Alert(
    AlertKind kind,
    long sensorId,
    long timeMillis,
    Optional<SohState> state,
    Optional<SohState> previous,
    long sinceMillis,
    double powerFactor) {
  public Alert {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(previous, "previous");
    boolean isChange = kind == AlertKind.STATE;
    if ((isChange && state.isEmpty()) || (!isChange && previous.isPresent())) {
      throw new IllegalArgumentException(
          "A change of state has a state, and only a change has a previous one");
    }
  }
}
