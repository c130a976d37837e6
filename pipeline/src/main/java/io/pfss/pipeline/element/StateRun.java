// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import io.pfss.models.soh.SohState;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A run of consecutive readings of one sensor, by event time, with the same state. Immutable.
 *
 * @param sensorId the sensor
 * @param state the state that the model predicted; empty if the readings have none
 * @param powerFactor the power factor of the last reading, over all phases; {@code NaN} if absent
 * @param fromMillis event time of the first reading, in ms since the epoch; its arrival time if
 *     that is earlier
 * @param untilMillis the same time of the last reading
 * @param arrivalMillis when Kafka received the last reading, in ms since the epoch
 */
@DefaultCoder(RecordCoder.class)
public record StateRun(
    long sensorId,
    Optional<SohState> state,
    double powerFactor,
    long fromMillis,
    long untilMillis,
    long arrivalMillis) {
  public StateRun {
    Objects.requireNonNull(state, "state");
    if (untilMillis < fromMillis) {
      throw new IllegalArgumentException(
          "The last reading must not be before the first: " + untilMillis + " < " + fromMillis);
    }
  }

  /** Whether {@code other} continues this run. */
  boolean isContinuedBy(StateRun other) {
    return sensorId == other.sensorId
        && state.equals(other.state)
        && other.fromMillis >= untilMillis;
  }

  /** Returns this run and {@code next} as one. */
  StateRun with(StateRun next) {
    return new StateRun(
        sensorId,
        state,
        next.powerFactor,
        fromMillis,
        next.untilMillis,
        Math.max(arrivalMillis, next.arrivalMillis));
  }
}
