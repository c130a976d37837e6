// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.RecordCoder;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The status of a sensor. Immutable.
 *
 * @param published state in the last alert; empty if no state has lasted yet
 * @param candidate state of the next alert if it lasts: of the states since the last alert, the
 *     nearest to the published one; empty while the state is the published one
 * @param candidateSinceMillis event time of the first reading that differs from the published
 *     state, in ms since the epoch
 * @param eventMillis event time of the latest reading, in ms since the epoch
 * @param seenMillis lower bound of the Kafka time of its latest record, in ms since the epoch; 0 if
 *     unknown
 * @param silent whether the last alert says that the sensor is silent, which clears the candidate
 * @param atRisk whether the last alert says that the facility is at risk
 * @param riskSinceMillis since when the risk is at the threshold, in ms since the epoch; 0 if it is
 *     not
 * @param riskSeenMillis of the last outlook of a facility at risk whose risk was high, in ms since
 *     the epoch; 0 if it is not at risk
 */
@DefaultCoder(RecordCoder.class)
record SensorStatus(
    Optional<SohState> published,
    Optional<SohState> candidate,
    long candidateSinceMillis,
    long eventMillis,
    long seenMillis,
    boolean silent,
    boolean atRisk,
    long riskSinceMillis,
    long riskSeenMillis) {
  /** The status of a sensor that was never seen. */
  static final SensorStatus UNKNOWN = published(Optional.empty(), Long.MIN_VALUE);

  /** Returns the status of a sensor by its published state and the time of its last reading. */
  static SensorStatus published(Optional<SohState> state, long eventMillis) {
    return new SensorStatus(state, Optional.empty(), 0, eventMillis, 0, false, false, 0, 0);
  }

  SensorStatus published(Optional<SohState> state) {
    return new SensorStatus(
        state,
        Optional.empty(),
        0,
        eventMillis,
        seenMillis,
        silent,
        atRisk,
        riskSinceMillis,
        riskSeenMillis);
  }

  SensorStatus withCandidate(SohState state, long sinceMillis) {
    return new SensorStatus(
        published,
        Optional.of(state),
        sinceMillis,
        eventMillis,
        seenMillis,
        silent,
        atRisk,
        riskSinceMillis,
        riskSeenMillis);
  }

  SensorStatus withoutCandidate() {
    return published(published);
  }

  SensorStatus withEventTime(long newEventMillis) {
    return new SensorStatus(
        published,
        candidate,
        candidateSinceMillis,
        newEventMillis,
        seenMillis,
        silent,
        atRisk,
        riskSinceMillis,
        riskSeenMillis);
  }

  SensorStatus seenAt(long millis) {
    return new SensorStatus(
        published,
        candidate,
        candidateSinceMillis,
        eventMillis,
        millis,
        false,
        atRisk,
        riskSinceMillis,
        riskSeenMillis);
  }

  SensorStatus silenced() {
    // A facility of which nothing is known any more is not at risk.
    return new SensorStatus(
        published, Optional.empty(), 0, eventMillis, seenMillis, true, false, 0, 0);
  }

  SensorStatus withRisk(boolean isAtRisk, long sinceMillis, long seenAtMillis) {
    return new SensorStatus(
        published,
        candidate,
        candidateSinceMillis,
        eventMillis,
        seenMillis,
        silent,
        isAtRisk,
        sinceMillis,
        seenAtMillis);
  }
}
