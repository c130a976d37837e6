package io.pfss.cli;

import io.pfss.pipeline.catalog.RunRecord;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The runs of the main job. */
@Command(
    name = "runs",
    description = "The runs of the main job; one without an end is running, or was killed.",
    mixinStandardHelpOptions = true)
final class CatalogRunsCommand implements Runnable {
  @Mixin private CatalogOptions catalog;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    TextTable.print(
        spec.commandLine().getOut(),
        List.of("STARTED (UTC)", "ENDED", "OUTCOME", "HOST", "RUNNER", "GROUP", "MODEL", "RUN"),
        catalog.open().database().runs().all().stream().map(CatalogRunsCommand::row).toList(),
        "No run is recorded.");
  }

  private static List<String> row(RunRecord run) {
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
}
