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
 * How often which facility's state changed from one model to another: {@code transitions.csv} of a
 * folder on any Beam file system.
 *
 * @param counts the readings of each transition
 */
public record TransitionReport(SortedMap<Transition, Long> counts) {
  private static final String FILE = "transitions.csv";

  public TransitionReport {
    counts = new TreeMap<>(counts);
  }

  /** The report of how many readings each transition has. */
  static TransitionReport of(Iterable<KV<Transition, Long>> sums) {
    SortedMap<Transition, Long> counts = new TreeMap<>();
    sums.forEach(sum -> counts.put(sum.getKey(), sum.getValue()));
    return new TransitionReport(counts);
  }

  /**
   * Reads the report of a folder.
   *
   * @throws java.io.FileNotFoundException if there is none
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

  /** Writes it, in place of the folder's earlier one: complete or not at all. */
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

  /** How many readings were scored. */
  public long readings() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many of them have another state now. */
  public long changed() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().isChange())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** How many readings went from a state to a state, of all facilities. */
  public long readings(ScoredState from, ScoredState to) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().from() == from && entry.getKey().to() == to)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The facilities of which something changed, those with the greatest share first. */
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
   * How much of a facility's past another model sees otherwise.
   *
   * @param sensorId of the facility
   * @param readings of it
   * @param changed how many of them have another state
   */
  public record FacilityChange(long sensorId, long readings, long changed) {
    /** The part of the readings that have another state, 0…1. */
    public double share() {
      return (double) changed / readings;
    }

    private FacilityChange plus(FacilityChange other) {
      return new FacilityChange(sensorId, readings + other.readings, changed + other.changed);
    }
  }
}
