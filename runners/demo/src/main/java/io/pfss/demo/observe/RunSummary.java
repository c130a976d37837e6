// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.demo.observe.RecordCounts.Latency;
import io.pfss.models.reading.ErrorCode;
import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The final summary of a run by the contents of its sinks: as text for people, as one JSON line for
 * programs, and as a list of disagreements between the sinks.
 *
 * @param last the snapshot of the sinks after the run
 */
public record RunSummary(SinkSnapshot last) {
  private static final String JSON_PREFIX = "PFSS_SUMMARY ";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns one sentence for each disagreement between the sinks; empty if they agree. */
  public List<String> disagreements() {
    List<String> found = new ArrayList<>();
    last.problems().forEach(problem -> found.add("A sink could not be read: " + problem + "."));
    addReadings(found);
    last.points().ifPresent(points -> addPoints(points, found));
    last.parquet().ifPresent(parquet -> addRows(parquet.rows(), found));
    return found;
  }

  /** Returns the summary for people, without a trailing line break. */
  public String text() {
    List<String> disagreements = disagreements();
    String verdict =
        disagreements.isEmpty()
            ? "The sinks agree. No reading is missing."
            : "THE SINKS DO NOT AGREE:";
    return Stream.of(
            Stream.of("PFSS ran for " + Wording.clock(last.elapsed()) + "."),
            Dashboard.figures(last).stream(),
            Stream.of(verdict),
            disagreements.stream().map(each -> "  - " + each))
        .flatMap(lines -> lines)
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /**
   * Returns the summary for programs: {@code PFSS_SUMMARY} and one JSON object, in ASCII. The
   * fields of a sink that is not in use or did not respond are null.
   */
  public String jsonLine() {
    RecordCounts records = last.records();
    ObjectNode json =
        JSON.createObjectNode()
            .put("readings", records.readings())
            .put("scored", records.scored())
            .put("dead_letters", records.dead())
            .put("influx_points", last.points().orElse(null))
            .put("parquet_rows", last.parquet().map(ParquetCount::rows).orElse(null))
            .put("parquet_files", last.parquet().map(ParquetCount::files).orElse(null))
            .put("latency_ms_p50", records.latency().map(Latency::p50Millis).orElse(null))
            .put("latency_ms_p99", records.latency().map(Latency::p99Millis).orElse(null))
            .put("seconds", last.elapsed().toMillis() / 1000.0)
            .put("sensor_times", records.sensorTimes())
            .put("earlier", records.earlier())
            .put("repeats", records.duplicates())
            .put("unscorable", records.unscorable());
    ObjectNode byState = json.putObject("by_state");
    SohState.ALL.forEach(state -> byState.put(state.word(), records.in(state)));
    json.put("sink_dead_letters", records.refused());
    json.put("agree", disagreements().isEmpty());
    return JSON_PREFIX + json;
  }

  private void addReadings(List<String> found) {
    long readings = last.records().readings();
    long scored = last.records().scored();
    long dead = last.records().dead();
    if (readings != scored + dead) {
      found.add(
          Message.of(
              "%,d readings arrived, but %,d were scored and %,d are dead letters: %s.",
              readings, scored, dead, difference(scored + dead - readings)));
    }

    if (last.records().unidentified() > 0) {
      found.add(
          Message.of(
              "%,d records of the output topics are invalid: see the log.",
              last.records().unidentified()));
    }
  }

  private void addPoints(long points, List<String> found) {
    long expected = last.records().sensorTimes();
    if (points != expected) {
      found.add(
          Message.of(
              "InfluxDB has %,d points, but %,d distinct (sensor, time) were scored: %s%s.",
              points, expected, difference(points - expected), refused()));
    }
  }

  private void addRows(long rows, List<String> found) {
    RecordCounts records = last.records();
    // The warehouse also stores the readings that the model failed to score.
    long unscored = records.deadByCode().getOrDefault(ErrorCode.MODEL.name(), 0L);
    long expected = records.scored() + records.earlier() + unscored;
    if (rows != expected) {
      found.add(
          Message.of(
              "The warehouse has %,d rows, but %,d readings %s: %s%s.",
              rows,
              expected,
              unscored == 0 ? "were scored" : "were scored or failed in the model",
              difference(rows - expected),
              refused()));
    }
  }

  /** Returns a possible cause of a disagreement, or an empty text. */
  private String refused() {
    long refused = last.records().refused();
    return refused == 0 ? "" : Message.of(" (%,d were rejected by a sink)", refused);
  }

  private static String difference(long surplus) {
    return Message.of(surplus > 0 ? "%,d too many" : "%,d missing", Math.abs(surplus));
  }
}
