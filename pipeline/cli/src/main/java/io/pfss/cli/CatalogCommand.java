// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.text.Message;
import io.pfss.pipeline.catalog.ModelRecord;
import io.pfss.pipeline.catalog.RunRecord;
import io.pfss.pipeline.catalog.WindowCommit;
import io.pfss.pipeline.catalog.WindowRecord;
import io.pfss.pipeline.warehouse.WarehouseScan;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the contents of the catalog. */
@Command(
    name = "catalog",
    description = "Prints the contents of the catalog.",
    mixinStandardHelpOptions = true,
    subcommands = {CatalogFacilitiesCommand.class, CatalogGapsCommand.class})
final class CatalogCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Command(
      name = "windows",
      description = "Lists the committed windows: rows, late rows, duplicates, times, offsets.",
      footer = "pfss catalog windows --from=24h",
      mixinStandardHelpOptions = true)
  void windows(@Mixin CatalogOptions catalog, @Mixin TimeRange range) {
    List<WindowRecord> windows =
        catalog
            .open()
            .database()
            .windows()
            .between(range.from().toEpochMilli(), range.to().toEpochMilli());
    TextTable.print(out(), "windows", windows.stream().map(CatalogCommand::row).toList());
  }

  private static List<?> row(WindowRecord record) {
    WindowCommit commit = record.commit();
    return List.of(
        TextTable.time(commit.windowStartMillis()),
        (commit.windowEndMillis() - commit.windowStartMillis()) / 1000 + " s",
        commit.shard(),
        commit.pane(),
        commit.rows(),
        commit.lateRows(),
        commit.duplicates(),
        commit.fileBytes(),
        TextTable.time(record.committedAtMillis()),
        record.snapshotId(),
        commit.offsets().stream()
            .map(span -> span.partition() + ":" + span.first() + "-" + span.last())
            .collect(Collectors.joining(" ")));
  }

  @Command(
      name = "models",
      description = "Lists the model versions that runs scored with, when, and their quality.",
      footer = "pfss catalog models",
      mixinStandardHelpOptions = true)
  void models(@Mixin CatalogOptions catalog) {
    TextTable.print(
        out(),
        "models",
        catalog.open().database().runs().models().stream().map(CatalogCommand::row).toList());
  }

  private static List<?> row(ModelRecord model) {
    return List.of(
        model.name() + "/" + model.version(),
        TextTable.time(model.activeFromMillis()),
        TextTable.time(model.activeUntilMillis()),
        model.algorithm(),
        model.created(),
        model.sha256().substring(0, 12),
        macroF1(model));
  }

  /** Returns the metric by which models are compared; the database has the others too. */
  private static String macroF1(ModelRecord model) {
    try {
      JsonNode value = JSON.readTree(model.metrics()).get("macro_f1");
      return value == null ? "-" : Message.of("%.4f", value.asDouble());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(Pfss.text("metrics", model.metrics()), e);
    }
  }

  @Command(
      name = "runs",
      description =
          "Lists the runs of the main job. A run without an end is running or was killed.",
      footer = "pfss catalog runs",
      mixinStandardHelpOptions = true)
  void runs(@Mixin CatalogOptions catalog) {
    TextTable.print(
        out(),
        "runs",
        catalog.open().database().runs().all().stream().map(CatalogCommand::row).toList());
  }

  private static List<?> row(RunRecord run) {
    return List.of(
        TextTable.time(run.startedAtMillis()),
        TextTable.time(run.endedAtMillis()),
        run.outcome(),
        run.host(),
        run.runner(),
        run.consumerGroup(),
        run.modelName() + "/" + run.modelVersion(),
        run.id());
  }

  @Command(
      name = "files",
      description =
          "Lists the Parquet files of the table, one per line, for readers without Iceberg. Other"
              + " files in its folder are old or not committed.",
      footer = "pfss catalog files --from=2026-03-01 --to=2026-04-01",
      mixinStandardHelpOptions = true)
  void files(@Mixin CatalogOptions catalog, @Mixin TimeRange range) {
    WarehouseScan.of(catalog.open().readings(), range.from(), range.to())
        .files()
        .forEach(out()::println);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
