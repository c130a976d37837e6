package io.pfss.demo.observe;

import io.pfss.models.reading.ErrorCode;
import io.pfss.models.soh.SohState;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code heat}, {@code heat_pf} and {@code heat_dlq} hold since the run began. Every count but
 * {@code repeats} and {@code unidentified} is of distinct readings.
 *
 * @param readings records of {@code heat}
 * @param scored readings that arrived during the run
 * @param earlier readings from before the run that it scored too, such as a backlog
 * @param repeats records of readings that had been seen before
 * @param unidentified records that name no reading of the input topic, or are no score
 * @param unscorable those of {@code scored} and {@code earlier} without a state
 * @param byState those with one
 * @param sensorTimes distinct (sensor, event time) pairs from {@code sensorTimesFromMillis} on
 * @param sensorTimesFromMillis the earliest event time that InfluxDB should hold, in ms since the
 *     epoch: the first reading's, or the end of InfluxDB's retention
 * @param deadByCode readings of the run that were not scored, by {@code error_code}
 * @param refused readings of the run that were scored but that a sink refused: code {@link
 *     ErrorCode#SINK}
 * @param latency empty before the first score
 */
public record RecordCounts(
    long readings,
    long scored,
    long earlier,
    long repeats,
    long unidentified,
    long unscorable,
    Map<SohState, Long> byState,
    long sensorTimes,
    long sensorTimesFromMillis,
    Map<String, Long> deadByCode,
    long refused,
    Optional<Latency> latency) {

  /** Copies the maps, and sorts the codes. */
  public RecordCounts {
    byState = Map.copyOf(byState);
    deadByCode = Collections.unmodifiableMap(new TreeMap<>(deadByCode));
  }

  /** How many readings have this state. */
  public long in(SohState state) {
    return byState.getOrDefault(state, 0L);
  }

  /** How many readings were not scored. */
  public long dead() {
    return deadByCode.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * How long readings took from their event time to {@code heat_pf}, by the broker's clock.
   *
   * @param p50Millis the median, in ms
   * @param p99Millis what 99 % of the readings stayed within, in ms
   */
  public record Latency(long p50Millis, long p99Millis) {}
}
