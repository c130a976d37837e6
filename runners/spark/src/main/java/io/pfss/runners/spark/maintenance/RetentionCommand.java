package io.pfss.runners.spark.maintenance;

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

/** Deletes what is older than is kept. */
@Command(
    name = "retention",
    description =
        "Deletes whole hours of event time that are older than is kept. Their files go when the"
            + " snapshots expire that still have them. May run beside a stream.",
    mixinStandardHelpOptions = true)
public final class RetentionCommand implements RunnerCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private CatalogOptions catalog;
  @Mixin private SnapshotOptions snapshots;

  @Option(
      names = "--keep",
      required = true,
      description = "How long a reading is kept after its event time, as 365d; at least 1h.")
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
      throw new IllegalArgumentException("--keep: an hour is the least that is kept");
    }

    try {
      return now.minus(keep);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("--keep: there is no time so long ago", e);
    }
  }

  private void print(Instant from, List<RetainReport> reports) {
    PrintWriter out = spec.commandLine().getOut();
    String what = snapshots.isDryRun() ? "What would be deleted" : "Deleted";
    out.println(what + " before " + TextTable.time(from.toEpochMilli()) + " (UTC):");
    TextTable.print(
        out,
        List.of("TABLE", "FILES", "BYTES", "ROWS", "DELETED FILES", "ROWS", "EXPIRED"),
        reports.stream().map(RetentionCommand::row).toList(),
        "There is no table.");
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
