package io.pfss.demo.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.models.reading.ErrorCode;
import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The closing account of a run, by what its sinks hold: as text for people, as one JSON line for
 * programs, and with what does not agree.
 *
 * @param last what was seen of the sinks after the run
 */
public record RunSummary(SinkSnapshot last) {
  private static final String JSON_PREFIX = "PFSS_SUMMARY ";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where the sinks do not hold what they should, a sentence for each; empty if all agree. */
  public List<String> disagreements() {
    List<String> found = new ArrayList<>();
    last.problems().forEach(problem -> found.add("Not all could be seen: " + problem + "."));
    addReadings(found);
    last.influxPoints()
        .problem()
        .ifPresent(why -> found.add("InfluxDB could not be asked: " + why + "."));
    last.influxPoints().value().ifPresent(points -> addPoints(points, found));
    last.parquet()
        .problem()
        .ifPresent(why -> found.add("The warehouse could not be read: " + why + "."));
    last.parquet().value().ifPresent(files -> addRows(files.rows(), found));
    return found;
  }

  /** The summary for people, without a line break at its end. */
  public String text() {
    ScoreCounts scores = last.scores();
    DeadLetterCounts dead = last.deadLetters();
    List<String> lines = new ArrayList<>();
    lines.add("PFSS ran for " + Wording.duration(last.elapsed()) + ".");
    lines.add(line("Readings", count(last.readings())));
    String states =
        SohState.ALL.stream()
            .map(state -> state.title() + " " + Wording.count(scores.in(state)))
            .collect(Collectors.joining(", "));
    String unscorable = ", not scorable " + Wording.count(scores.unscorable());
    lines.add(line("Scored", count(scores.scored()) + "  (" + states + unscorable + ")"));
    if (scores.earlier() > 0) {
      lines.add(line("", count(scores.earlier()) + "  more, from before the run"));
    }

    if (scores.repeats() > 0) {
      lines.add(line("", count(scores.repeats()) + "  repeats, not counted"));
    }

    String codes = dead.byCode().isEmpty() ? "" : "  (" + Wording.codes(dead) + ")";
    lines.add(line("Dead letters", count(dead.total()) + codes));
    if (dead.refusedBySinks() > 0) {
      lines.add(line("", count(dead.refusedBySinks()) + "  more were scored, refused by a sink"));
    }

    lines.add(line("InfluxDB", Wording.cell(last.influxPoints(), n -> count(n) + "  points")));
    lines.add(
        line(
            "Parquet",
            Wording.cell(
                last.parquet(),
                files -> count(files.rows()) + "  rows in " + Wording.files(files))));
    lines.add(line("Latency", "  " + Wording.latency(last.latency()) + ", from event to heat_pf"));
    List<String> disagreements = disagreements();
    lines.add(disagreements.isEmpty() ? "The sinks agree." : "THE SINKS DO NOT AGREE:");
    disagreements.forEach(each -> lines.add("  - " + each));
    return String.join(System.lineSeparator(), lines);
  }

  /**
   * The summary for programs: {@code PFSS_SUMMARY} and one JSON object, all in ASCII. A sink that
   * is not in use or did not answer is null.
   */
  public String jsonLine() {
    ScoreCounts scores = last.scores();
    ObjectNode json =
        JSON.createObjectNode()
            .put("readings", last.readings())
            .put("scored", scores.scored())
            .put("dead_letters", last.deadLetters().total())
            .put("influx_points", orNull(last.influxPoints().value()))
            .put("parquet_rows", orNull(last.parquet().value().map(ParquetCount::rows)))
            .put("parquet_files", orNull(last.parquet().value().map(ParquetCount::files)))
            .put("latency_ms_p50", orNull(last.latency().map(Latency::p50Millis)))
            .put("latency_ms_p99", orNull(last.latency().map(Latency::p99Millis)))
            .put("seconds", last.elapsed().toMillis() / 1000.0)
            .put("sensor_times", scores.sensorTimes())
            .put("earlier", scores.earlier())
            .put("repeats", scores.repeats())
            .put("unscorable", scores.unscorable());
    ObjectNode byState = json.putObject("by_state");
    SohState.ALL.forEach(state -> byState.put(state.word(), scores.in(state)));
    json.put("sink_dead_letters", last.deadLetters().refusedBySinks());
    json.put("agree", disagreements().isEmpty());
    return JSON_PREFIX + json;
  }

  private void addReadings(List<String> found) {
    long scored = last.scores().scored();
    long dead = last.deadLetters().total();
    if (last.readings() != scored + dead) {
      found.add(
          Message.of(
              "%,d readings arrived, but %,d were scored and %,d are dead letters: %s.",
              last.readings(), scored, dead, difference(scored + dead - last.readings())));
    }

    long unidentified = last.scores().unidentified() + last.deadLetters().unidentified();
    if (unidentified > 0) {
      found.add(
          Message.of(
              "%,d records of the output topics name no reading, or are no score.", unidentified));
    }
  }

  private void addPoints(long points, List<String> found) {
    long expected = last.scores().sensorTimes();
    if (points != expected) {
      found.add(
          Message.of(
              "InfluxDB holds %,d points, but %,d distinct (sensor, time) were scored: %s%s.",
              points, expected, difference(points - expected), refused()));
    }
  }

  private void addRows(long rows, List<String> found) {
    // A reading that the model failed on was still a reading, and goes to the warehouse.
    long unscored = last.deadLetters().with(ErrorCode.MODEL);
    long expected = last.scores().scored() + last.scores().earlier() + unscored;
    if (rows != expected) {
      found.add(
          Message.of(
              "The warehouse holds %,d rows, but %,d readings %s: %s%s.",
              rows,
              expected,
              unscored == 0 ? "were scored" : "were scored or failed on by the model",
              difference(rows - expected),
              refused()));
    }
  }

  /** A known cause that a disagreement may have. */
  private String refused() {
    long refused = last.deadLetters().refusedBySinks();
    return refused == 0 ? "" : Message.of(" (%,d were refused by a sink)", refused);
  }

  private static String difference(long tooMany) {
    return Message.of(tooMany > 0 ? "%,d too many" : "%,d missing", Math.abs(tooMany));
  }

  private static Long orNull(Optional<Long> value) {
    return value.orElse(null);
  }

  private static String line(String label, String value) {
    return Message.of("  %-12s %s", label, value);
  }

  private static String count(long value) {
    return Message.of("%,12d", value);
  }
}
