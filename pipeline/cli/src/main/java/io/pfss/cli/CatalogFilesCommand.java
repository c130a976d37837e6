package io.pfss.cli;

import io.pfss.pipeline.warehouse.WarehouseScan;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The data files of the present snapshot. */
@Command(
    name = "files",
    description =
        "The Parquet files that make up the table now, one a line, for readers that know no Iceberg."
            + " What else lies in its folder is old, or not committed.",
    mixinStandardHelpOptions = true)
final class CatalogFilesCommand implements Runnable {
  @Mixin private CatalogOptions catalog;
  @Mixin private TimeRange range;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    WarehouseScan.of(catalog.open().readings(), range.from(), range.to())
        .files()
        .forEach(out::println);
  }
}
