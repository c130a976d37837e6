package io.pfss.demo.observe;

import io.pfss.models.soh.SohState;
import java.util.Map;

/**
 * What {@code heat_pf} holds since the run began. Every count but {@code repeats} and {@code
 * unidentified} is of distinct readings.
 *
 * @param scored readings that arrived during the run
 * @param earlier readings from before the run that it scored too, such as a backlog
 * @param repeats records of readings that had been seen before
 * @param unidentified records that name no reading of the input topic, or are no score
 * @param unscorable those of {@code scored} and {@code earlier} without a state
 * @param byState those with one
 * @param sensorTimes distinct (sensor, event time) pairs from {@code sensorTimesFromMillis} on
 * @param sensorTimesFromMillis the earliest event time that InfluxDB should hold, in ms since the
 *     epoch: the first reading's, or the end of InfluxDB's retention
 */
public record ScoreCounts(
    long scored,
    long earlier,
    long repeats,
    long unidentified,
    long unscorable,
    Map<SohState, Long> byState,
    long sensorTimes,
    long sensorTimesFromMillis) {

  /** Copies the map. */
  public ScoreCounts {
    byState = Map.copyOf(byState);
  }

  /** How many readings have this state. */
  public long in(SohState state) {
    return byState.getOrDefault(state, 0L);
  }
}
