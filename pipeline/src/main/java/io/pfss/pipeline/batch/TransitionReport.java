package io.pfss.pipeline.batch;

import io.pfss.pipeline.support.NamedFolder;
import io.pfss.pipeline.warehouse.WarehouseFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * How often which facility's state changed from one model to another: {@code transitions.csv} of a
 * folder on any Beam file system.
 *
 * @param counts the readings of each transition
 */
public record TransitionReport(SortedMap<Transition, Long> counts) {
  private static final String FILE = "transitions.csv";
  private static final String HEAD = "sensor_id,from_state,to_state,readings";

  public TransitionReport {
    counts = new TreeMap<>(counts);
  }

  /**
   * Reads the report of a folder.
   *
   * @throws java.io.FileNotFoundException if there is none
   */
  public static TransitionReport read(String folder) throws IOException {
    SortedMap<Transition, Long> counts = new TreeMap<>();
    new String(WarehouseFiles.read(file(folder, FILE)), StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(
            fields ->
                counts.put(
                    new Transition(Long.parseLong(fields[0]), state(fields[1]), state(fields[2])),
                    Long.valueOf(fields[3])));
    return new TransitionReport(counts);
  }

  /** Writes it, in place of the folder's earlier one: complete or not at all. */
  public void write(String folder) throws IOException {
    String rows =
        counts.entrySet().stream()
            .map(TransitionReport::row)
            .collect(Collectors.joining("\n", HEAD + "\n", "\n"));
    WarehouseFiles.write(
        rows.getBytes(StandardCharsets.UTF_8),
        file(folder, ".transitions-" + UUID.randomUUID()),
        file(folder, FILE));
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

  private static String row(Map.Entry<Transition, Long> entry) {
    Transition transition = entry.getKey();
    return transition.sensorId()
        + ","
        + transition.from().label()
        + ","
        + transition.to().label()
        + ","
        + entry.getValue();
  }

  private static ScoredState state(String label) {
    return ScoredState.valueOf(label.toUpperCase(Locale.ROOT));
  }

  private static ResourceId file(String folder, String name) {
    return new NamedFolder(folder).resource().resolve(name, StandardResolveOptions.RESOLVE_FILE);
  }
}
