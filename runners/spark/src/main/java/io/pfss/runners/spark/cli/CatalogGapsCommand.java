package io.pfss.runners.spark.cli;

import io.pfss.pipeline.warehouse.OffsetGap;
import io.pfss.pipeline.warehouse.OffsetGaps;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The offsets that are in no commit. */
@Command(
    name = "gaps",
    description =
        "Offsets of the source topic that are in no commit, between the first and the last that are:"
            + " dead letters, readings whose window is open, or loss.",
    mixinStandardHelpOptions = true)
final class CatalogGapsCommand implements Callable<Integer> {
  @Mixin private CatalogOptions catalog;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    TextTable.print(
        spec.commandLine().getOut(),
        List.of("PARTITION", "FIRST", "LAST", "MISSING"),
        OffsetGaps.find(catalog.open()).stream().map(CatalogGapsCommand::row).toList(),
        "No gap.");
    return 0;
  }

  private static List<String> row(OffsetGap gap) {
    return List.of(
        Integer.toString(gap.partition()),
        Long.toString(gap.first()),
        Long.toString(gap.last()),
        Long.toString(gap.missing()));
  }
}
