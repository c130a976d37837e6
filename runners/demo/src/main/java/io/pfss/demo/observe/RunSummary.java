package io.pfss.demo.observe;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The closing account of a run, by what its sinks hold: as text for people, as one JSON line for
 * programs, and with what does not agree.
 *
 * @param elapsed of the run
 * @param readings that arrived
 * @param scores what {@code heat_pf} holds
 * @param deadLetters what {@code heat_dlq} holds
 * @param influxPoints from {@link ScoreCounts#sensorTimesFromMillis} on
 * @param parquet files and rows in the warehouse
 * @param latency empty if nothing was scored
 * @param problems what kept the observer from seeing all
 */
public record RunSummary(
    Duration elapsed,
    long readings,
    ScoreCounts scores,
    DeadLetterCounts deadLetters,
    Observed<Long> influxPoints,
    Observed<ParquetCount> parquet,
    Optional<Latency> latency,
    List<String> problems) {
  private static final String JSON_PREFIX = "PFSS_SUMMARY ";

  /** Copies the list. */
  public RunSummary {
    problems = List.copyOf(problems);
  }

  /** The summary of a run whose last snapshot this is. */
  public static RunSummary of(SinkSnapshot last) {
    return new RunSummary(
        last.elapsed(),
        last.readings(),
        last.scores(),
        last.deadLetters(),
        last.influxPoints(),
        last.parquet(),
        last.latency(),
        last.problems());
  }

  /** Where the sinks do not hold what they should, a sentence for each; empty if all agree. */
  public List<String> disagreements() {
    List<String> found = new ArrayList<>();
    problems.forEach(problem -> found.add("Not all could be seen: " + problem + "."));
    addReadings(found);
    influxPoints.problem().ifPresent(why -> found.add("InfluxDB could not be asked: " + why + "."));
    influxPoints.value().ifPresent(points -> addPoints(points, found));
    parquet.problem().ifPresent(why -> found.add("The warehouse could not be read: " + why + "."));
    parquet.value().ifPresent(files -> addRows(files.rows(), found));
    return found;
  }

  /** The summary for people, without a line break at its end. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add("PFSS ran for " + Wording.duration(elapsed) + ".");
    lines.add(line("Readings", count(readings)));
    lines.add(line("Scored", count(scores.scored()) + "  (" + states() + ")"));
    if (scores.earlier() > 0) {
      lines.add(line("", count(scores.earlier()) + "  more, from before the run"));
    }

    if (scores.repeats() > 0) {
      lines.add(line("", count(scores.repeats()) + "  repeats, not counted"));
    }

    lines.add(line("Dead letters", count(deadLetters.total()) + codes()));
    if (deadLetters.refusedBySinks() > 0) {
      lines.add(
          line("", count(deadLetters.refusedBySinks()) + "  more were scored, refused by a sink"));
    }

    lines.add(line("InfluxDB", Wording.cell(influxPoints, n -> count(n) + "  points")));
    lines.add(line("Parquet", Wording.cell(parquet, RunSummary::rows)));
    lines.add(line("Latency", "  " + Wording.latency(latency) + ", from event to heat_pf"));
    List<String> disagreements = disagreements();
    if (disagreements.isEmpty()) {
      lines.add("The sinks agree.");
    } else {
      lines.add("THE SINKS DO NOT AGREE:");
      disagreements.forEach(each -> lines.add("  - " + each));
    }

    return String.join(System.lineSeparator(), lines);
  }

  /**
   * The summary for programs: {@code PFSS_SUMMARY} and one JSON object, all in ASCII. A sink that
   * is not in use or did not answer is null.
   */
  public String jsonLine() {
    StringWriter json = new StringWriter();
    json.write(JSON_PREFIX);
    try (JsonGenerator generator = HeatJson.FACTORY.createGenerator(json)) {
      write(generator);
    } catch (IOException e) {
      throw new UncheckedIOException("A string cannot be written", e);
    }

    return json.toString();
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("readings", readings);
    json.writeNumberField("scored", scores.scored());
    json.writeNumberField("dead_letters", deadLetters.total());
    write(json, "influx_points", influxPoints.value());
    write(json, "parquet_rows", parquet.value().map(ParquetCount::rows));
    write(json, "parquet_files", parquet.value().map(ParquetCount::files));
    write(json, "latency_ms_p50", latency.map(Latency::p50Millis));
    write(json, "latency_ms_p99", latency.map(Latency::p99Millis));
    json.writeNumberField("seconds", elapsed.toMillis() / 1000.0);
    json.writeNumberField("sensor_times", scores.sensorTimes());
    json.writeNumberField("earlier", scores.earlier());
    json.writeNumberField("repeats", scores.repeats());
    json.writeNumberField("unscorable", scores.unscorable());
    json.writeObjectFieldStart("by_state");
    for (SohState state : SohState.ALL) {
      json.writeNumberField(state.word(), scores.in(state));
    }

    json.writeEndObject();
    json.writeNumberField("sink_dead_letters", deadLetters.refusedBySinks());
    json.writeBooleanField("agree", disagreements().isEmpty());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Optional<Long> value)
      throws IOException {
    json.writeFieldName(name);
    if (value.isPresent()) {
      json.writeNumber(value.get());
    } else {
      json.writeNull();
    }
  }

  private void addReadings(List<String> found) {
    long accounted = scores.scored() + deadLetters.total();
    if (readings != accounted) {
      found.add(
          String.format(
              Locale.ROOT,
              "%,d readings arrived, but %,d were scored and %,d are dead letters: %s.",
              readings,
              scores.scored(),
              deadLetters.total(),
              difference(accounted - readings)));
    }

    long unidentified = scores.unidentified() + deadLetters.unidentified();
    if (unidentified > 0) {
      found.add(
          String.format(
              Locale.ROOT,
              "%,d records of the output topics name no reading, or are no score.",
              unidentified));
    }
  }

  private void addPoints(long points, List<String> found) {
    if (points != scores.sensorTimes()) {
      found.add(
          String.format(
              Locale.ROOT,
              "InfluxDB holds %,d points, but %,d distinct (sensor, time) were scored: %s%s.",
              points,
              scores.sensorTimes(),
              difference(points - scores.sensorTimes()),
              refused()));
    }
  }

  private void addRows(long rows, List<String> found) {
    // A reading that the model failed on was still a reading, and goes to the warehouse.
    long unscored = deadLetters.with(ErrorCode.MODEL);
    long expected = scores.scored() + scores.earlier() + unscored;
    if (rows != expected) {
      found.add(
          String.format(
              Locale.ROOT,
              "The warehouse holds %,d rows, but %,d readings %s: %s%s.",
              rows,
              expected,
              unscored == 0 ? "were scored" : "were scored or failed on by the model",
              difference(rows - expected),
              refused()));
    }
  }

  /** What a disagreement may come from that was told of. */
  private String refused() {
    return deadLetters.refusedBySinks() == 0
        ? ""
        : String.format(Locale.ROOT, " (%,d were refused by a sink)", deadLetters.refusedBySinks());
  }

  private static String difference(long tooMany) {
    return tooMany > 0
        ? String.format(Locale.ROOT, "%,d too many", tooMany)
        : String.format(Locale.ROOT, "%,d missing", -tooMany);
  }

  private String states() {
    return SohState.ALL.stream()
            .map(state -> Wording.state(state) + " " + Wording.count(scores.in(state)))
            .collect(Collectors.joining(", "))
        + ", not scorable "
        + Wording.count(scores.unscorable());
  }

  private String codes() {
    return deadLetters.byCode().isEmpty() ? "" : "  (" + Wording.codes(deadLetters) + ")";
  }

  private static String rows(ParquetCount files) {
    return count(files.rows()) + "  rows in " + Wording.count(files.files()) + " files";
  }

  private static String line(String label, String value) {
    return String.format(Locale.ROOT, "  %-12s %s", label, value);
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,12d", value);
  }
}
