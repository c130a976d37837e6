// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.text.Message;
import io.pfss.pipeline.batch.RescorePipeline;
import io.pfss.pipeline.batch.RescoreSettings;
import io.pfss.pipeline.batch.ScoredState;
import io.pfss.pipeline.batch.TransitionReport;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.score.Models;
import io.pfss.pipeline.warehouse.ReadWarehouse;
import io.pfss.pipeline.warehouse.WarehouseScan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores readings of the warehouse with another model. */
@Command(
    name = "rescore",
    description =
        "Scores readings of the warehouse with another model and reports changed states. The"
            + " table pfss.scores gets the scores, which replace those of the same model and time.",
    footer =
        "pfss rescore --from=2026-03-01 --to=2026-04-01 --model=models/heat-forest/3 --against=models/heat-forest/2",
    mixinStandardHelpOptions = true)
final class RescoreCommand implements Callable<Integer> {
  private static final int MAX_CHANGED = 10;

  @Mixin private CatalogOptions catalog;
  @Mixin private RunnerOptions runner = RunnerOptions.load();

  @Option(
      names = "--from",
      required = true,
      description =
          "First event time, a whole hour: 2026-03-01 or '2026-03-01 09:00' (local time),"
              + " 2026-03-01T00:00Z (UTC) or 2026-03-01T09:00+09:00.")
  private Instant from;

  @Option(
      names = "--to",
      required = true,
      description = "End of the event times, exclusive, a whole hour.")
  private Instant to;

  @Option(
      names = "--model",
      required = true,
      description = "Folder of the model version to score with, such as models/heat-forest/2.")
  private String model;

  @Option(
      names = "--against",
      required = true,
      description = "Folder of the model version to compare with.")
  private String against;

  @Option(
      names = "--report",
      description =
          "Folder for transitions.csv; on a cluster, a folder that all machines see. Default:"
              + " ./rescore-<model version>.")
  private String report;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    WarehouseCatalog warehouse = catalog.open();
    ModelDescription description = Models.of(model).description();
    if (report == null) {
      report = Path.of("rescore-" + description.version()).toAbsolutePath().toString();
    }

    RescoreSettings settings =
        new RescoreSettings(catalog.settings(), from, to, model, against, report);
    if (WarehouseScan.of(warehouse.readings(), from, to).files().isEmpty()) {
      throw new IllegalArgumentException(text("rescore.empty", from, to));
    }

    Pipeline pipeline = Pipeline.create(runner.create("pfss-rescore"));
    RescorePipeline.addTo(pipeline, settings);
    BatchRun run =
        BatchRun.run(
            pipeline,
            MetricNameFilter.named(ReadWarehouse.class, "readings"),
            spec.commandLine().getErr());
    print(
        description.id(),
        Models.of(against).description().id(),
        TransitionReport.read(report),
        warehouse.database().facilities().all(),
        run.seconds());
    return 0;
  }

  private void print(
      String scoredWith,
      String comparedWith,
      TransitionReport transitions,
      List<FacilityRecord> facilities,
      double seconds) {
    PrintWriter out = spec.commandLine().getOut();
    long readingsPerSecond = Math.round(transitions.readings() / seconds);
    out.println(
        text(
            "rescore.done",
            transitions.readings(),
            seconds,
            readingsPerSecond,
            scoredWith,
            transitions.changed(),
            percent(transitions.changed(), transitions.readings()),
            comparedWith));
    printMatrix(out, transitions);
    out.println();
    printFacilities(out, transitions, facilities);
    out.println(text("rescore.report", report));
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("model", scoredWith)
            .put("against", comparedWith)
            .put("readings", transitions.readings())
            .put("changed", transitions.changed())
            .put("seconds", seconds)
            .put("readingsPerSecond", readingsPerSecond)
            .put("report", report);
    ObjectNode matrix = json.putObject("transitions");
    for (ScoredState from : ScoredState.ALL) {
      ObjectNode row = matrix.putObject(from.label());
      ScoredState.ALL.forEach(to -> row.put(to.label(), transitions.readings(from, to)));
    }

    out.println("PFSS_RESCORE " + json);
  }

  private static void printMatrix(PrintWriter out, TransitionReport transitions) {
    TextTable.print(
        out,
        Stream.concat(
                Stream.of(text("rescore.from_to")),
                ScoredState.ALL.stream().map(ScoredState::label))
            .toList(),
        ScoredState.ALL.stream()
            .map(
                from ->
                    Stream.concat(
                            Stream.of(from.label()),
                            ScoredState.ALL.stream().map(to -> transitions.readings(from, to)))
                        .toList())
            .toList(),
        "");
  }

  private static void printFacilities(
      PrintWriter out, TransitionReport transitions, List<FacilityRecord> facilities) {
    Map<Long, String> names =
        facilities.stream()
            .collect(Collectors.toMap(FacilityRecord::sensorId, FacilityRecord::name));
    TextTable.print(
        out,
        "rescore",
        transitions.facilities().stream()
            .limit(MAX_CHANGED)
            .map(
                change ->
                    List.of(
                        change.sensorId(),
                        names.getOrDefault(change.sensorId(), "-"),
                        change.readings(),
                        change.changed(),
                        percent(change.changed(), change.readings())))
            .toList());
  }

  private static String percent(long part, long whole) {
    return Message.of("%.2f %%", 100.0 * part / whole);
  }
}
