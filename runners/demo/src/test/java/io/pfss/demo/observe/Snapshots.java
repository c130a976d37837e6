// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import io.pfss.demo.observe.RecordCounts.Latency;
import io.pfss.driver.web.FacilityFacts;
import io.pfss.driver.web.FacilityView;
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

  /** Returns a snapshot of a run without readings, with all sinks in use. */
  static SinkSnapshot empty() {
    return withProblems(List.of());
  }

  /** Returns a snapshot of a run without readings, with a sink that could not be read. */
  static SinkSnapshot withProblem(String problem) {
    return withProblems(List.of(problem));
  }

  private static SinkSnapshot withProblems(List<String> problems) {
    RecordCounts nothing =
        new RecordCounts(0, 0, 0, 0, 0, 0, Map.of(), 0, 0, Map.of(), 0, Optional.empty());
    return new SinkSnapshot(
        NOW,
        Duration.ZERO,
        0,
        0,
        nothing,
        Optional.of(0L),
        Optional.of(new ParquetCount(0, 0)),
        0,
        List.of(),
        problems);
  }

  /** Returns a snapshot of a run of an hour in which all sinks agree. */
  static SinkSnapshot typical() {
    return typical(
        3,
        List.of(
            sensor(7, SohState.WARNING, 0.5234, 41.25),
            sensor(12, SohState.CAUTION, 0.71, -3),
            sensor(1, SohState.NORMAL, 0.9876, Double.NaN)));
  }

  /** Returns the typical snapshot with this number of sensors, and its worst 20. */
  static SinkSnapshot withSensors(int count) {
    List<FacilityView> sensors = new ArrayList<>();
    for (int id = 0; id < Math.min(count, 20); id++) {
      sensors.add(sensor(id, SohState.WARNING, 0.5, 20));
    }

    return typical(count, sensors);
  }

  /** Returns the typical snapshot with problems in all sinks. */
  static SinkSnapshot troubled() {
    return new SinkSnapshot(
        NOW,
        Duration.ofSeconds(3723),
        15,
        14.96,
        counts(40, 7, 2, Map.of("MALFORMED", 3L, "SCHE\u001B[2JMA", 1L), 6),
        Optional.empty(),
        Optional.empty(),
        1,
        List.of(
            view(
                new LatestReading(
                    3,
                    NOW.minusSeconds(600).toEpochMilli(),
                    Double.NaN,
                    new PowerFactors(Double.NaN, 0.5, Double.NaN, -0.25),
                    Optional.empty(),
                    Double.NaN,
                    Double.NaN))),
        List.of("InfluxDB: no answer within 5000 ms"));
  }

  private static SinkSnapshot typical(int sensorCount, List<FacilityView> sensors) {
    return new SinkSnapshot(
        NOW,
        Duration.ofSeconds(3723),
        15,
        14.96,
        counts(0, 0, 0, Map.of("MALFORMED", 3L, "SCHEMA", 1L), 0),
        Optional.of(1_234L),
        Optional.of(new ParquetCount(3, 1_235)),
        sensorCount,
        sensors,
        List.of());
  }

  private static RecordCounts counts(
      long earlier, long repeats, long unidentified, Map<String, Long> deadByCode, long refused) {
    return new RecordCounts(
        1_239,
        1_235,
        earlier,
        repeats,
        unidentified,
        5,
        Map.of(SohState.NORMAL, 1_100L, SohState.CAUTION, 100L, SohState.WARNING, 30L),
        1_234,
        NOW.toEpochMilli(),
        deadByCode,
        refused,
        Optional.of(new Latency(120, 1_450)));
  }

  private static FacilityView sensor(long id, SohState state, double pf, double temperature) {
    return view(
        new LatestReading(
            id,
            NOW.minusSeconds(id).toEpochMilli(),
            temperature,
            new PowerFactors(pf, pf - 0.01, pf, pf + 0.01),
            Optional.of(state),
            id / 100.0,
            10 * pf));
  }

  private static FacilityView view(LatestReading reading) {
    return FacilityView.of(reading.sensorId(), FacilityFacts.NONE, reading);
  }
}
