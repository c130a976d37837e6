// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.outlook.Outlook;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * An alert about a sensor: what happened, when, and the state of its facility. Immutable.
 *
 * @param kind what happened
 * @param sensorId id of the sensor
 * @param timeMillis when it happened, in ms since the epoch: event time of the reading that raised
 *     the alert; for {@link AlertKind#SILENT}, the Kafka time at which the sensor became silent
 * @param state state of the facility after the alert; empty if none is held: no state has lasted
 *     yet, or the readings cannot be scored
 * @param previous state in the alert before; empty for all kinds but {@link AlertKind#STATE}, and
 *     for the first state
 * @param sinceMillis event time in ms since the epoch: of the first reading in the state, of the
 *     first reading of the sensor, or of the last reading before a silence
 * @param powerFactor power factor over all phases of the reading that raised the alert; {@code NaN}
 *     if no reading raised it or the reading has none
 * @param stateSinceMillis event time of the first reading in the state, in ms since the epoch; 0
 *     without a state, and if unknown
 * @param riskSinceMillis since when the facility is at risk, in ms since the epoch; 0 if it is not
 * @param outlook of the facility
 */
@DefaultCoder(RecordCoder.class)
public record Alert(
    AlertKind kind,
    long sensorId,
    long timeMillis,
    Optional<SohState> state,
    Optional<SohState> previous,
    long sinceMillis,
    double powerFactor,
    long stateSinceMillis,
    long riskSinceMillis,
    Outlook outlook) {
  public Alert {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(previous, "previous");
    Objects.requireNonNull(outlook, "outlook");
    boolean isChange = kind == AlertKind.STATE;
    boolean hasNoState = state.isEmpty() && previous.isEmpty();
    if ((isChange && hasNoState) || (!isChange && previous.isPresent())) {
      throw new IllegalArgumentException(
          "An alert of kind STATE needs a state or a previous one, which no other kind may have: "
              + kind);
    }
  }

  /** Whether the risk of the facility is above the threshold. */
  public boolean isAtRisk() {
    return riskSinceMillis > 0;
  }

  /** The same alert with what is known of the facility's next hour. */
  Alert with(Outlook known) {
    return new Alert(
        kind,
        sensorId,
        timeMillis,
        state,
        previous,
        sinceMillis,
        powerFactor,
        stateSinceMillis,
        riskSinceMillis,
        known);
  }
}
