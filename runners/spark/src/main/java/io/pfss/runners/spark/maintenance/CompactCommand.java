// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.maintenance;

import static io.pfss.cli.Pfss.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.cli.CatalogOptions;
import io.pfss.cli.RunnerCommand;
import io.pfss.cli.TextTable;
import io.pfss.models.text.Message;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.runners.spark.SparkSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Merges many small files into few large ones. */
@Command(
    name = "compact",
    description =
        "Merges many small files into few large, sorted ones, and deletes files that no snapshot"
            + " needs. May run while the stream runs.",
    footer = "pfss compact --older-than=2h --dry-run",
    mixinStandardHelpOptions = true)
public final class CompactCommand implements RunnerCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The limit of Iceberg's procedure too: hours may pass between writing and committing a file. */
  private static final Duration MIN_ORPHAN_AGE = Duration.ofDays(1);

  @Mixin private CatalogOptions catalog;
  @Mixin private SnapshotOptions snapshots;

  @Option(
      names = "--older-than",
      description = "Compact hours of event time that ended at least this long ago. Default: 10m.")
  private Duration hoursAge = CompactSettings.HOURS_CLOSED;

  @Option(
      names = "--target-mb",
      description =
          "Size of a file, in MiB; files of at least a quarter of it stay as they are. Default:"
              + " ${DEFAULT-VALUE}.")
  private int targetMebibytes = (int) (CompactSettings.TARGET_FILE_BYTES >> 20);

  @Option(
      names = "--hours-at-once",
      description =
          "Number of hours sorted at the same time; each needs memory and disk. Default:"
              + " ${DEFAULT-VALUE}.")
  private int hoursAtOnce = 1;

  @Option(
      names = "--orphans-older-than",
      description =
          "Delete files of this age that belong to no snapshot; at least 24h. Default: 24h.")
  private Duration orphanAge = CompactSettings.ORPHAN_AGE;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    CompactSettings settings = settings(Instant.now());
    WarehouseCatalog warehouse = catalog.open();
    List<CompactReport> reports;
    try (SparkSession spark = SparkSetup.session("compact")) {
      CompactWarehouse compact = new CompactWarehouse(spark, warehouse, settings);
      reports = snapshots.isDryRun() ? compact.plan() : compact.run();
    }

    print(reports);
    long failed = reports.stream().mapToLong(CompactReport::failedFiles).sum();
    if (failed > 0) {
      spec.commandLine().getErr().println("pfss: " + text("compact.failed", failed));
      return 1;
    }

    return 0;
  }

  private CompactSettings settings(Instant now) {
    if (orphanAge.compareTo(MIN_ORPHAN_AGE) < 0) {
      throw new IllegalArgumentException(text("compact.orphans"));
    }

    return new CompactSettings(
        now.minus(hoursAge),
        (long) targetMebibytes << 20,
        hoursAtOnce,
        snapshots.before(now),
        snapshots.kept(),
        now.minus(orphanAge));
  }

  private void print(List<CompactReport> reports) {
    PrintWriter out = spec.commandLine().getOut();
    if (snapshots.isDryRun()) {
      out.println(text("compact.planned"));
    }

    TextTable.print(out, "compact", reports.stream().map(CompactCommand::row).toList());
    ObjectNode line = JSON.createObjectNode();
    line.put("dryRun", snapshots.isDryRun());
    line.set("tables", JSON.valueToTree(reports));
    out.println("PFSS_COMPACT " + line);
  }

  private static List<?> row(CompactReport report) {
    return List.of(
        report.table(),
        TextTable.change(report.before().files(), report.after().files()),
        TextTable.change(report.before().bytes(), report.after().bytes()),
        TextTable.change(report.before().rows(), report.after().rows()),
        report.rewrittenFiles(),
        report.expiredSnapshots(),
        report.orphanFiles(),
        Message.of("%.1f", report.seconds()));
  }
}
