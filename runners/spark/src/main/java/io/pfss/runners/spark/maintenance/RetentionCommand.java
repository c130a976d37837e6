// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.maintenance;

import static io.pfss.cli.Pfss.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.cli.CatalogOptions;
import io.pfss.cli.RunnerCommand;
import io.pfss.cli.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes readings that are older than the retention period. */
@Command(
    name = "retention",
    description =
        "Deletes whole hours of event time that are older than --keep. Their files are deleted"
            + " when the snapshots with them expire. May run while the stream runs.",
    footer = "pfss retention --keep=365d --dry-run",
    mixinStandardHelpOptions = true)
public final class RetentionCommand implements RunnerCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private CatalogOptions catalog;
  @Mixin private SnapshotOptions snapshots;

  @Option(
      names = "--keep",
      required = true,
      description = "How long readings stay after their event time, such as 365d; at least 1h.")
  private Duration keep;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Instant now = Instant.now();
    RetainWarehouse retain =
        new RetainWarehouse(catalog.open(), from(now), snapshots.before(now), snapshots.kept());
    print(retain.from(), snapshots.isDryRun() ? retain.plan() : retain.run());
    return 0;
  }

  private Instant from(Instant now) {
    if (keep.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException(text("retention.keep"));
    }

    try {
      return now.minus(keep);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(text("retention.keep_long"), e);
    }
  }

  private void print(Instant from, List<RetainReport> reports) {
    PrintWriter out = spec.commandLine().getOut();
    String key = snapshots.isDryRun() ? "retention.dry_run" : "retention.deleted";
    out.println(text(key, TextTable.time(from.toEpochMilli())));
    TextTable.print(out, "retention", reports.stream().map(RetentionCommand::row).toList());
    ObjectNode line = JSON.createObjectNode();
    line.put("dryRun", snapshots.isDryRun());
    line.put("from", from.toString());
    line.set("tables", JSON.valueToTree(reports));
    out.println("PFSS_RETENTION " + line);
  }

  private static List<?> row(RetainReport report) {
    return List.of(
        report.table(),
        TextTable.change(report.before().files(), report.after().files()),
        TextTable.change(report.before().bytes(), report.after().bytes()),
        TextTable.change(report.before().rows(), report.after().rows()),
        report.deleted().files(),
        report.deleted().rows(),
        report.expiredSnapshots());
  }
}
