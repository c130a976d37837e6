// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import io.pfss.driver.web.FacilityView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of the sinks at one time. Immutable.
 *
 * @param time the time of this snapshot
 * @param elapsed time since the observer started
 * @param readingsPerSecond average over the last few seconds
 * @param scoredPerSecond average over the last few seconds
 * @param records the counts of the topics' records
 * @param points number of points in InfluxDB from {@link RecordCounts#sensorTimesFromMillis} on;
 *     empty if InfluxDB is not in use or does not respond
 * @param parquet files and rows in the warehouse; empty if it does not respond
 * @param sensorCount the number of sensors seen
 * @param worst the facilities in the worst states, the worst first
 * @param problems errors of the sinks that could not be read
 */
public record SinkSnapshot(
    Instant time,
    Duration elapsed,
    double readingsPerSecond,
    double scoredPerSecond,
    RecordCounts records,
    Optional<Long> points,
    Optional<ParquetCount> parquet,
    long sensorCount,
    List<FacilityView> worst,
    List<String> problems) {

  /** Copies the lists. */
  public SinkSnapshot {
    worst = List.copyOf(worst);
    problems = List.copyOf(problems);
  }
}
