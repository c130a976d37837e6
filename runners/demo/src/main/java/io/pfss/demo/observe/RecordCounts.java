// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import io.pfss.models.reading.ErrorCode;
import io.pfss.models.soh.SohState;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts of the records of {@code heat}, {@code heat_pf} and {@code heat_dlq} since the run began.
 * All counts except {@code duplicates} and {@code unidentified} are of distinct readings.
 *
 * @param readings records of {@code heat}
 * @param scored scored readings that arrived during the run
 * @param earlier scored readings that arrived before the run, such as a backlog
 * @param duplicates duplicate scores
 * @param unidentified output records whose headers name no reading of the input topic, or that are
 *     not valid scores
 * @param unscorable scored readings without a state
 * @param byState scored readings by state
 * @param sensorTimes distinct (sensor, event time) pairs from {@code sensorTimesFromMillis} on
 * @param sensorTimesFromMillis the earliest event time that InfluxDB should contain, in ms since
 *     the epoch: that of the first reading, or the limit of InfluxDB's retention
 * @param deadByCode readings of the run that were not scored, by {@code error_code}
 * @param refused readings of the run that were scored but rejected by a sink: code {@link
 *     ErrorCode#SINK}
 * @param latency the latency of the scores; empty before the first score
 */
public record RecordCounts(
    long readings,
    long scored,
    long earlier,
    long duplicates,
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

  /** Returns the number of readings in this state. */
  public long in(SohState state) {
    return byState.getOrDefault(state, 0L);
  }

  /** Returns the number of readings that were not scored. */
  public long dead() {
    return deadByCode.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The time from a reading's event time to its score in {@code heat_pf}, by the broker's clock.
   *
   * @param p50Millis the median, in ms
   * @param p99Millis the 99th percentile, in ms
   */
  public record Latency(long p50Millis, long p99Millis) {}
}
