package io.pfss.pipeline.element;

import io.pfss.models.soh.SohState;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * Readings of one sensor that follow each other in event time and that a model says the same of.
 * Immutable.
 *
 * @param sensorId the sensor
 * @param state what the model says; empty where it cannot tell
 * @param powerFactor of the last, over all phases; {@code NaN} where it is absent
 * @param fromMillis event time of the first, in ms since the epoch; its arrival if that was before
 * @param untilMillis the same of the last
 * @param arrivalMillis when Kafka took in the last
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
          "The last reading is before the first: " + untilMillis + " < " + fromMillis);
    }
  }

  /** Whether the other goes on where this one ends. */
  boolean isContinuedBy(StateRun other) {
    return sensorId == other.sensorId
        && state.equals(other.state)
        && other.fromMillis >= untilMillis;
  }

  /** Both as one. */
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
