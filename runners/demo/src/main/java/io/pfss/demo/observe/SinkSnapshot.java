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
 * @param readings arrived in {@code heat} since then; while the run goes on, an offset that holds
 *     no record is taken for one until it was looked at
 * @param readingsPerSecond over the last few seconds
 * @param scores what {@code heat_pf} holds
 * @param scoredPerSecond over the last few seconds
 * @param deadLetters what {@code heat_dlq} holds
 * @param influxPoints points in InfluxDB from {@link ScoreCounts#sensorTimesFromMillis} on
 * @param parquet files and rows in the warehouse
 * @param latency empty before the first score
 * @param sensorCount sensors seen
 * @param worstSensors some of them, the worst first
 * @param problems what keeps the observer from seeing all, for people
 */
public record SinkSnapshot(
    Instant time,
    Duration elapsed,
    long readings,
    double readingsPerSecond,
    ScoreCounts scores,
    double scoredPerSecond,
    DeadLetterCounts deadLetters,
    Observed<Long> influxPoints,
    Observed<ParquetCount> parquet,
    Optional<Latency> latency,
    long sensorCount,
    List<LatestReading> worstSensors,
    List<String> problems) {

  /** Copies the lists. */
  public SinkSnapshot {
    worstSensors = List.copyOf(worstSensors);
    problems = List.copyOf(problems);
  }
}
