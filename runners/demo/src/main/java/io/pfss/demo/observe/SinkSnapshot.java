package io.pfss.demo.observe;

import io.pfss.driver.web.LatestReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that an observer knows at one moment. Immutable.
 *
 * @param time of this snapshot
 * @param elapsed since the observer started
 * @param readingsPerSecond over the last few seconds
 * @param scoredPerSecond over the last few seconds
 * @param records what the topics hold
 * @param points in InfluxDB from {@link RecordCounts#sensorTimesFromMillis} on; empty if it is not
 *     in use or does not answer
 * @param parquet files and rows in the warehouse; empty likewise
 * @param sensorCount sensors seen
 * @param worstSensors some of them, the worst first
 * @param problems what keeps the observer from seeing all, for people
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
    List<LatestReading> worstSensors,
    List<String> problems) {

  /** Copies the lists. */
  public SinkSnapshot {
    worstSensors = List.copyOf(worstSensors);
    problems = List.copyOf(problems);
  }
}
