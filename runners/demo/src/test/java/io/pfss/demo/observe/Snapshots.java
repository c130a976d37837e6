package io.pfss.demo.observe;

import io.pfss.driver.web.LatestReading;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Snapshots for tests. */
final class Snapshots {
  static final Instant NOW = Instant.parse("2026-11-24T01:02:03Z");

  private Snapshots() {}

  /** Before anything happened, with all sinks in use. */
  static SinkSnapshot empty() {
    return new SinkSnapshot(
        NOW,
        Duration.ZERO,
        0,
        0,
        new ScoreCounts(0, 0, 0, 0, 0, Map.of(), 0, 0),
        0,
        new DeadLetterCounts(Map.of(), 0, 0),
        Observed.of(0L),
        Observed.of(new ParquetCount(0, 0)),
        Optional.empty(),
        0,
        List.of(),
        List.of());
  }

  /** A run of a minute and a half, in which all sinks agree. */
  static SinkSnapshot typical() {
    return new SinkSnapshot(
        NOW,
        Duration.ofSeconds(3723),
        1_239,
        15,
        typicalScores(),
        14.96,
        new DeadLetterCounts(Map.of("MALFORMED", 3L, "SCHEMA", 1L), 0, 0),
        Observed.of(1_234L),
        Observed.of(new ParquetCount(3, 1_235)),
        Optional.of(new Latency(120, 1_450)),
        3,
        List.of(
            sensor(7, SohState.WARNING, 0.5234, 41.25),
            sensor(12, SohState.CAUTION, 0.71, -3),
            sensor(1, SohState.NORMAL, 0.9876, Double.NaN)),
        List.of());
  }

  static ScoreCounts typicalScores() {
    return new ScoreCounts(
        1_235,
        0,
        0,
        0,
        5,
        Map.of(SohState.NORMAL, 1_100L, SohState.CAUTION, 100L, SohState.WARNING, 30L),
        1_234,
        NOW.toEpochMilli());
  }

  /** The same with this many sensors, of which the worst 20 are known. */
  static SinkSnapshot withSensors(int count) {
    List<LatestReading> sensors = new ArrayList<>();
    for (int id = 0; id < Math.min(count, 20); id++) {
      sensors.add(sensor(id, SohState.WARNING, 0.5, 20));
    }

    SinkSnapshot typical = typical();
    return new SinkSnapshot(
        typical.time(),
        typical.elapsed(),
        typical.readings(),
        typical.readingsPerSecond(),
        typical.scores(),
        typical.scoredPerSecond(),
        typical.deadLetters(),
        typical.influxPoints(),
        typical.parquet(),
        typical.latency(),
        count,
        sensors,
        List.of());
  }

  /** The typical run with trouble everywhere. */
  static SinkSnapshot troubled() {
    SinkSnapshot typical = typical();
    return new SinkSnapshot(
        typical.time(),
        typical.elapsed(),
        typical.readings(),
        typical.readingsPerSecond(),
        new ScoreCounts(1_235, 40, 7, 2, 5, typical.scores().byState(), 1_234, 0),
        typical.scoredPerSecond(),
        new DeadLetterCounts(Map.of("MALFORMED", 3L, "SCHE\u001B[2JMA", 1L), 6, 0),
        Observed.unavailable("no answer within 5000 ms"),
        Observed.notInUse(),
        typical.latency(),
        1,
        List.of(
            new LatestReading(
                3,
                NOW.minusSeconds(600).toEpochMilli(),
                Double.NaN,
                new PowerFactors(Double.NaN, 0.5, Double.NaN, -0.25),
                Optional.empty())),
        List.of("the end of the topics is unknown"));
  }

  /** Before anything happened, with something that could not be seen. */
  static SinkSnapshot withProblem(String problem) {
    SinkSnapshot empty = empty();
    return new SinkSnapshot(
        empty.time(),
        empty.elapsed(),
        empty.readings(),
        empty.readingsPerSecond(),
        empty.scores(),
        empty.scoredPerSecond(),
        empty.deadLetters(),
        empty.influxPoints(),
        empty.parquet(),
        empty.latency(),
        empty.sensorCount(),
        empty.worstSensors(),
        List.of(problem));
  }

  private static LatestReading sensor(long id, SohState state, double pf, double temperature) {
    return new LatestReading(
        id,
        NOW.minusSeconds(id).toEpochMilli(),
        temperature,
        new PowerFactors(pf, pf - 0.01, pf, pf + 0.01),
        Optional.of(state));
  }
}
