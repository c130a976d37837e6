package io.pfss.pipeline.alert;

import io.pfss.models.soh.SohState;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that operators want to know of a sensor. Immutable.
 *
 * @param kind what it is
 * @param sensorId the sensor
 * @param timeMillis when it came about, in ms since the epoch: event time of the reading that made
 *     it so, or for {@link AlertKind#SILENT} when Kafka would have had to have one
 * @param state the state of the facility from now on
 * @param previous the state that was told before; empty unless the state changes
 * @param sinceMillis event time of the first reading in the state or of all, or of the last before
 *     the silence
 */
public record Alert(
    AlertKind kind,
    long sensorId,
    long timeMillis,
    SohState state,
    Optional<SohState> previous,
    long sinceMillis) {
  public Alert {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(state, "state");
    if (previous.isPresent() != (kind == AlertKind.STATE)) {
      throw new IllegalArgumentException("A change of state, and only that, has a previous one");
    }
  }
}
