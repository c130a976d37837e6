// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.RecordCoder;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The status of a sensor. Immutable.
 *
 * @param published state in the last alert; empty if no state is held
 * @param publishedSinceMillis event time of the first reading in the published state, in ms since
 *     the epoch; 0 if unknown
 * @param candidate state of the next alert if it lasts: of the states since the last alert, the
 *     nearest to the published one; empty while the state is the published one
 * @param candidateSinceMillis event time of the first reading that differs from the published
 *     state, in ms since the epoch
 * @param unscorableSinceMillis event time of the first of the latest readings that have no state,
 *     in ms since the epoch; 0 if the latest reading has one
 * @param eventMillis event time of the latest reading, in ms since the epoch
 * @param seenMillis lower bound of the Kafka time of its latest record, in ms since the epoch; 0 if
 *     unknown
 * @param silent whether the last alert says that the sensor is silent, which clears the candidate
 * @param risk of the facility
 */
@DefaultCoder(RecordCoder.class)
record SensorStatus(
    Optional<SohState> published,
    long publishedSinceMillis,
    Optional<SohState> candidate,
    long candidateSinceMillis,
    long unscorableSinceMillis,
    long eventMillis,
    long seenMillis,
    boolean silent,
    RiskStatus risk) {
  /** The status of a sensor that was never seen. */
  static final SensorStatus UNKNOWN = of(Optional.empty(), 0, Long.MIN_VALUE);

  /** Returns the status of a sensor by its published state and the time of its last reading. */
  static SensorStatus of(Optional<SohState> published, long sinceMillis, long eventMillis) {
    return new SensorStatus(
        published, sinceMillis, Optional.empty(), 0, 0, eventMillis, 0, false, RiskStatus.NONE);
  }

  SensorStatus published(Optional<SohState> state, long sinceMillis) {
    return new SensorStatus(
        state, sinceMillis, Optional.empty(), 0, 0, eventMillis, seenMillis, silent, risk);
  }

  SensorStatus withCandidate(Optional<SohState> state, long sinceMillis) {
    return new SensorStatus(
        published,
        publishedSinceMillis,
        state,
        sinceMillis,
        0,
        eventMillis,
        seenMillis,
        silent,
        risk);
  }

  SensorStatus unscorableSince(long millis) {
    return new SensorStatus(
        published,
        publishedSinceMillis,
        candidate,
        candidateSinceMillis,
        millis,
        eventMillis,
        seenMillis,
        silent,
        risk);
  }

  SensorStatus withEventTime(long millis) {
    return new SensorStatus(
        published,
        publishedSinceMillis,
        candidate,
        candidateSinceMillis,
        unscorableSinceMillis,
        millis,
        seenMillis,
        silent,
        risk);
  }

  SensorStatus seenAt(long millis) {
    return new SensorStatus(
        published,
        publishedSinceMillis,
        candidate,
        candidateSinceMillis,
        unscorableSinceMillis,
        eventMillis,
        millis,
        false,
        risk);
  }

  SensorStatus silenced() {
    // A facility of which nothing is known any more is not at risk.
    return new SensorStatus(
        published,
        publishedSinceMillis,
        Optional.empty(),
        0,
        0,
        eventMillis,
        seenMillis,
        true,
        RiskStatus.NONE);
  }

  SensorStatus withRisk(RiskStatus newRisk) {
    return new SensorStatus(
        published,
        publishedSinceMillis,
        candidate,
        candidateSinceMillis,
        unscorableSinceMillis,
        eventMillis,
        seenMillis,
        silent,
        newRisk);
  }
}
