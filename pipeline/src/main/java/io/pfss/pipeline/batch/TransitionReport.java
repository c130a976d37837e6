// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import io.pfss.models.text.Message;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.values.KV;

/**
 * The number of readings per facility and pair of states of two models: {@code transitions.csv} in
 * a folder on any Beam file system.
 *
 * @param counts the readings of each transition
 */
public record TransitionReport(SortedMap<Transition, Long> counts) {
  private static final String FILE = "transitions.csv";

  public TransitionReport {
    counts = new TreeMap<>(counts);
  }

  /** Returns the report of counted transitions. */
  static TransitionReport of(Iterable<KV<Transition, Long>> sums) {
    SortedMap<Transition, Long> counts = new TreeMap<>();
    sums.forEach(sum -> counts.put(sum.getKey(), sum.getValue()));
    return new TransitionReport(counts);
  }

  /**
   * Reads the report of a folder.
   *
   * @throws java.io.FileNotFoundException if the folder has no report
   */
  public static TransitionReport read(String folder) throws IOException {
    SortedMap<Transition, Long> counts = new TreeMap<>();
    new ReportFolder(folder)
        .read(FILE).stream()
            .skip(1)
            .map(line -> line.split(","))
            .forEach(
                fields ->
                    counts.put(
                        new Transition(
                            Long.parseLong(fields[0]), state(fields[1]), state(fields[2])),
                        Long.valueOf(fields[3])));
    return new TransitionReport(counts);
  }

  /** Writes the report, complete or not at all. It replaces an earlier report. */
  public void write(String folder) throws IOException {
    try (ReportFolder.Draft file = new ReportFolder(folder).create(FILE)) {
      file.line("sensor_id,from_state,to_state,readings");
      for (Map.Entry<Transition, Long> count : counts.entrySet()) {
        Transition transition = count.getKey();
        file.line(
            Message.of(
                "%d,%s,%s,%d",
                transition.sensorId(),
                transition.from().label(),
                transition.to().label(),
                count.getValue()));
      }

      file.publish();
    }
  }

  /** Returns the number of scored readings. */
  public long readings() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the number of readings whose state changed. */
  public long changed() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().isChange())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Returns the number of readings of all facilities that changed between two states. */
  public long readings(ScoredState from, ScoredState to) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().from() == from && entry.getKey().to() == to)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Returns the facilities with changed readings, the largest share of changes first. */
  public List<FacilityChange> facilities() {
    Map<Long, FacilityChange> bySensor = new TreeMap<>();
    counts.forEach(
        (transition, readings) ->
            bySensor.merge(
                transition.sensorId(),
                new FacilityChange(
                    transition.sensorId(), readings, transition.isChange() ? readings : 0),
                FacilityChange::plus));
    return bySensor.values().stream()
        .filter(each -> each.changed() > 0)
        .sorted(Comparator.comparingDouble(FacilityChange::share).reversed())
        .toList();
  }

  private static ScoredState state(String label) {
    return ScoredState.valueOf(label.toUpperCase(Locale.ROOT));
  }

  /**
   * The changes of a facility.
   *
   * @param sensorId the sensor of the facility
   * @param readings the number of readings
   * @param changed the number of readings whose state changed
   */
  public record FacilityChange(long sensorId, long readings, long changed) {
    /** Returns the share of changed readings, 0 to 1. */
    public double share() {
      return (double) changed / readings;
    }

    private FacilityChange plus(FacilityChange other) {
      return new FacilityChange(sensorId, readings + other.readings, changed + other.changed);
    }
  }
}
