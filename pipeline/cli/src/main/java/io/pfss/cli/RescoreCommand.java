package io.pfss.cli;

import io.pfss.models.soh.ModelDescription;
import io.pfss.pipeline.batch.ModelId;
import io.pfss.pipeline.batch.RescorePipeline;
import io.pfss.pipeline.batch.RescoreSettings;
import io.pfss.pipeline.batch.TransitionReport;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.score.Models;
import io.pfss.pipeline.warehouse.ReadWarehouse;
import io.pfss.pipeline.warehouse.WarehouseScan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.options.PipelineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores what the warehouse has with another model. */
@Command(
    name = "rescore",
    description =
        "Scores the readings of the warehouse with another model: into the table pfss.scores, in"
            + " place of what that had of the model and time, with a report of what changes.",
    mixinStandardHelpOptions = true)
final class RescoreCommand implements Callable<Integer> {
  @Mixin private CatalogOptions catalog;
  @Mixin private RunnerOptions runner = RunnerOptions.load();

  @Option(
      names = "--from",
      required = true,
      converter = TimeRange.TimeConverter.class,
      description =
          "First event time, a whole hour: as 2026-03-01, 2026-03-01T09:00 (both UTC) or"
              + " 2026-03-01T18:00+09:00.")
  private Instant from;

  @Option(
      names = "--to",
      required = true,
      converter = TimeRange.TimeConverter.class,
      description = "First event time that does not count, a whole hour.")
  private Instant to;

  @Option(
      names = "--model",
      required = true,
      description = "Folder of the model version that scores, as models/heat-forest/2.")
  private String model;

  @Option(
      names = "--against",
      required = true,
      description = "Folder of the model version that it is compared with.")
  private String against;

  @Option(
      names = "--report",
      description =
          "Folder for transitions.csv; on a cluster one that all machines see. Default:"
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
      throw new IllegalArgumentException("The warehouse has no reading from " + from + " to " + to);
    }

    BatchRun run = run(settings);
    print(warehouse, ModelId.of(description), run);
    return 0;
  }

  private BatchRun run(RescoreSettings settings) {
    PipelineOptions options = runner.create("pfss-rescore");
    Pipeline pipeline = Pipeline.create(options);
    RescorePipeline.addTo(pipeline, settings);
    return BatchRun.run(
        pipeline,
        MetricNameFilter.named(ReadWarehouse.class, "readings"),
        spec.commandLine().getErr());
  }

  private void print(WarehouseCatalog warehouse, String modelId, BatchRun run) throws IOException {
    new RescoreSummary(
            modelId,
            ModelId.of(Models.of(against).description()),
            TransitionReport.read(report),
            warehouse.database().facilities().all(),
            run.seconds(),
            report)
        .print(spec.commandLine().getOut());
  }
}
