package io.pfss.runners.spark.maintenance;

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

/** Makes few large files of many small ones. */
@Command(
    name = "compact",
    description =
        "Makes few large, sorted files of many small ones, and deletes what no snapshot needs any"
            + " more. May run beside a stream.",
    mixinStandardHelpOptions = true)
public final class CompactCommand implements RunnerCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What Iceberg's own procedure refuses too: a file may be written for hours, then committed. */
  private static final Duration LEAST_ORPHAN_AGE = Duration.ofDays(1);

  @Mixin private CatalogOptions catalog;
  @Mixin private SnapshotOptions snapshots;

  @Option(
      names = "--older-than",
      description =
          "Hours of event time are compacted that have ended so long ago; what comes later is left"
              + " to the next time. Default: 10m.")
  private Duration hoursAge = CompactSettings.HOURS_CLOSED;

  @Option(
      names = "--target-mb",
      description =
          "How large a file shall be, in MiB; those of a quarter of it are left alone. Default:"
              + " ${DEFAULT-VALUE}.")
  private int targetMebibytes = (int) (CompactSettings.TARGET_FILE_BYTES >> 20);

  @Option(
      names = "--hours-at-once",
      description =
          "How many hours are sorted at the same time: each takes memory and disk. Default:"
              + " ${DEFAULT-VALUE}.")
  private int hoursAtOnce = 1;

  @Option(
      names = "--orphans-older-than",
      description = "Files of no snapshot are deleted at this age, of at least 24h. Default: 24h.")
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
      spec.commandLine()
          .getErr()
          .println("pfss: " + failed + " files could not be rewritten: the log says why");
      return 1;
    }

    return 0;
  }

  private CompactSettings settings(Instant now) {
    if (orphanAge.compareTo(LEAST_ORPHAN_AGE) < 0) {
      throw new IllegalArgumentException(
          "--orphans-older-than: files younger than 24h may be about to be committed");
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
      out.println("What would be done:");
    }

    TextTable.print(
        out,
        List.of("TABLE", "FILES", "BYTES", "ROWS", "REWRITTEN", "EXPIRED", "ORPHANS", "SECONDS"),
        reports.stream().map(CompactCommand::row).toList(),
        "There is no table.");
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
