package io.pfss.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.pipeline.batch.ScoredState;
import io.pfss.pipeline.batch.TransitionReport;
import io.pfss.pipeline.catalog.FacilityRecord;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the user hears of a rescore.
 *
 * @param model that scored
 * @param against that it was compared with
 * @param report how the states changed
 * @param facilities whose names are known
 * @param seconds how long it took
 * @param folder of the report
 */
record RescoreSummary(
    String model,
    String against,
    TransitionReport report,
    List<FacilityRecord> facilities,
    double seconds,
    String folder) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_CHANGED = 10;

  void print(PrintWriter out) throws JsonProcessingException {
    out.printf(
        Locale.ROOT,
        "%,d readings in %.1f s (%,d/s), scored with %s; %,d (%s) have another state than with"
            + " %s.%n%n",
        report.readings(),
        seconds,
        readingsPerSecond(),
        model,
        report.changed(),
        percent(report.changed(), report.readings()),
        against);
    printMatrix(out);
    out.println();
    printFacilities(out);
    out.println("Report: " + folder);
    out.println("PFSS_RESCORE " + JSON.writeValueAsString(json()));
  }

  private void printMatrix(PrintWriter out) {
    List<String> head = new ArrayList<>();
    head.add("FROM \\ TO");
    ScoredState.ALL.forEach(state -> head.add(state.label()));
    List<List<String>> rows = new ArrayList<>();
    for (ScoredState from : ScoredState.ALL) {
      List<String> row = new ArrayList<>();
      row.add(from.label());
      ScoredState.ALL.forEach(to -> row.add(Long.toString(report.readings(from, to))));
      rows.add(row);
    }

    TextTable.print(out, head, rows, "");
  }

  private void printFacilities(PrintWriter out) {
    Map<Long, String> names =
        facilities.stream()
            .collect(Collectors.toMap(FacilityRecord::sensorId, FacilityRecord::name));
    TextTable.print(
        out,
        List.of("SENSOR", "NAME", "READINGS", "CHANGED", "SHARE"),
        report.facilities().stream()
            .limit(MAX_CHANGED)
            .map(change -> row(change, names.getOrDefault(change.sensorId(), "-")))
            .toList(),
        "No facility's state changed.");
  }

  private static List<String> row(TransitionReport.FacilityChange change, String name) {
    return List.of(
        Long.toString(change.sensorId()),
        name,
        Long.toString(change.readings()),
        Long.toString(change.changed()),
        percent(change.changed(), change.readings()));
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.2f %%", 100.0 * part / whole);
  }

  private long readingsPerSecond() {
    return Math.round(report.readings() / seconds);
  }

  private ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("model", model);
    json.put("against", against);
    json.put("readings", report.readings());
    json.put("changed", report.changed());
    json.put("seconds", seconds);
    json.put("readingsPerSecond", readingsPerSecond());
    json.put("report", folder);
    ObjectNode transitions = json.putObject("transitions");
    for (ScoredState from : ScoredState.ALL) {
      ObjectNode row = transitions.putObject(from.label());
      ScoredState.ALL.forEach(to -> row.put(to.label(), report.readings(from, to)));
    }

    return json;
  }
}
