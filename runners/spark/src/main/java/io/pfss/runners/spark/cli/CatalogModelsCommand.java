package io.pfss.runners.spark.cli;

import io.pfss.pipeline.catalog.ModelRecord;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The models that runs scored with. */
@Command(
    name = "models",
    description = "The model versions that runs scored with: when, and how good they are.",
    mixinStandardHelpOptions = true)
final class CatalogModelsCommand implements Runnable {
  @Mixin private CatalogOptions catalog;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    TextTable.print(
        spec.commandLine().getOut(),
        List.of(
            "MODEL", "ACTIVE FROM (UTC)", "UNTIL", "ALGORITHM", "CREATED", "SHA-256", "METRICS"),
        catalog.open().database().runs().models().stream().map(CatalogModelsCommand::row).toList(),
        "No run has recorded its model.");
  }

  private static List<String> row(ModelRecord model) {
    return List.of(
        model.name() + "/" + model.version(),
        TextTable.time(model.activeFromMillis()),
        TextTable.time(model.activeUntilMillis()),
        model.algorithm(),
        model.created(),
        model.sha256().substring(0, 12),
        model.metrics());
  }
}
