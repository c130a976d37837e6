// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.models.reading.PlantIds;
import io.pfss.pipeline.batch.BackfillPipeline;
import io.pfss.pipeline.batch.BackfillSettings;
import io.pfss.pipeline.batch.FileCheck;
import io.pfss.pipeline.batch.FileOutcome;
import io.pfss.pipeline.catalog.KnownFacilities;
import io.pfss.pipeline.catalog.TableLocation;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.options.PipelineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads files of readings that were never in the stream. */
@Command(
    name = "backfill",
    description =
        "Loads files of readings into the warehouse: arrays or lines of JSON or tables in CSV, with"
            + " the fields of topic heat, and the original files of AI Hub 239. Loading a file again"
            + " adds no duplicates.",
    footer = "pfss backfill --dry-run history/ && pfss backfill history/",
    mixinStandardHelpOptions = true)
final class BackfillCommand implements Callable<Integer> {
  @Mixin private CatalogOptions catalog;
  @Mixin private RunnerOptions runner = RunnerOptions.load();

  @Parameters(
      paramLabel = "FILE|FOLDER",
      arity = "1..*",
      description = "Files, or folders with .json, .jsonl, .csv or .tsv files, on any file system.")
  private List<String> folders;

  @Option(
      names = "--warehouse",
      description =
          "Folder of the warehouse, for a new catalog. Default: the folder in the catalog.")
  private String warehouse;

  @Option(
      names = "--rejected",
      defaultValue = "backfill-rejected",
      description =
          "Folder for rejected entries and their reasons; on a cluster, a folder that all machines"
              + " see. Default: ${DEFAULT-VALUE}.")
  private String rejected;

  @Mixin private FieldNamesOption fieldNames;

  @Option(
      names = "--dry-run",
      description =
          "Only read the files: print how many readings they have and of which time, and what would"
              + " be rejected. No catalog is needed.")
  private boolean dryRun;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PipelineOptions options = runner.create("pfss-backfill");
    FileSystems.setDefaultPipelineOptions(options);
    if (dryRun) {
      List<String> all = folders.stream().map(BackfillCommand::absolute).toList();
      return print(FileCheck.all(all, absolute(rejected), fieldNames.read(), ids()));
    }

    BackfillSettings settings =
        new BackfillSettings(
            catalog.settings(),
            warehouse == null
                ? TableLocation.toBeam(catalog.open().readings().location())
                : absolute(warehouse),
            folders.stream().map(BackfillCommand::absolute).toList(),
            absolute(rejected),
            fieldNames.read());
    Pipeline pipeline = Pipeline.create(options);
    BackfillPipeline.addTo(pipeline, settings);
    BatchRun run =
        BatchRun.run(
            pipeline,
            MetricNameFilter.named(BackfillPipeline.class, BackfillPipeline.READINGS),
            spec.commandLine().getErr());
    return print(settings, FileOutcome.readAll(settings.rejected()), run);
  }

  /** A dry run needs no catalog; without one, it knows no ids of the plant. */
  private PlantIds ids() {
    return catalog.isGiven() ? KnownFacilities.of(catalog.settings()) : PlantIds.NONE;
  }

  /** Returns a folder's absolute location, which every process of the run understands. */
  private static String absolute(String folder) {
    return TableLocation.toBeam(TableLocation.of(folder));
  }

  private static long count(BatchRun run, String counter) {
    return run.count(MetricNameFilter.named(WriteWarehouse.class, counter));
  }

  private int print(BackfillSettings settings, List<FileOutcome> files, BatchRun run) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    long readings = files.stream().mapToLong(FileOutcome::readings).sum();
    long entries = files.stream().mapToLong(FileOutcome::rejected).sum();
    long duplicates = count(run, WriteWarehouse.DUPLICATES);
    long loaded = count(run, WriteWarehouse.ROWS);
    long waiting = Math.max(0, readings - loaded - duplicates);
    List<FileOutcome> broken = files.stream().filter(file -> !file.readToItsEnd()).toList();
    for (FileOutcome file : broken) {
      err.println("pfss: " + file.file() + ": " + file.problem());
    }

    if (waiting > 0) {
      err.println("pfss: " + text("backfill.waiting", waiting));
    }

    out.println(text("backfill.done", files.size(), run.seconds(), loaded, duplicates, entries));
    if (entries > 0) {
      printRejected(out, settings, files);
    }

    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("files", files.size())
            .put("brokenFiles", broken.size())
            .put("readings", readings)
            .put("loaded", loaded)
            .put("repeats", duplicates)
            .put("rejected", entries)
            .put("waiting", waiting)
            .put("seconds", run.seconds());
    out.println("PFSS_BACKFILL " + line);
    return broken.isEmpty() && waiting == 0 ? 0 : 1;
  }

  private int print(List<FileCheck> files) {
    PrintWriter out = spec.commandLine().getOut();
    long readings = files.stream().mapToLong(FileCheck::readings).sum();
    long entries = files.stream().mapToLong(FileCheck::rejected).sum();
    long broken = files.stream().filter(file -> !file.problem().isEmpty()).count();
    TextTable.print(out, "dry_run", files.stream().map(BackfillCommand::row).toList());
    out.println(text("backfill.dry_run", files.size(), readings, entries, broken));
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("dryRun", true)
            .put("files", files.size())
            .put("brokenFiles", broken)
            .put("readings", readings)
            .put("rejected", entries);
    out.println("PFSS_BACKFILL " + line);
    return broken == 0 ? 0 : 1;
  }

  private static List<?> row(FileCheck file) {
    return List.of(
        file.file(),
        file.readings(),
        file.readings() == 0 ? "-" : TextTable.time(file.firstMillis()),
        file.readings() == 0 ? "-" : TextTable.time(file.lastMillis()),
        file.rejected(),
        file.problem().isEmpty() ? file.firstRejected() : file.problem());
  }

  private static void printRejected(
      PrintWriter out, BackfillSettings settings, List<FileOutcome> files) {
    TextTable.print(
        out,
        "rejected",
        files.stream()
            .filter(file -> file.rejected() > 0)
            .map(
                file ->
                    List.of(
                        file.file(),
                        file.readings(),
                        file.rejected(),
                        settings.rejected() + "/" + file.rejectedName()))
            .toList());
  }
}
