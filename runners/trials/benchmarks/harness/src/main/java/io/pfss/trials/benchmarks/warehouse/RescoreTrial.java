// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.warehouse;

import io.pfss.cli.Pfss;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.trials.e2e.DirectWarehouse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the speed of rescoring a warehouse of generated readings. */
@Command(
    name = "rescore-trial",
    description = "Measures the speed of rescoring a warehouse of generated readings.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class RescoreTrial implements Callable<Integer> {
  private static final Instant FIRST = Instant.parse("2026-03-01T06:00:00Z");
  private static final org.joda.time.Duration WINDOW = org.joda.time.Duration.standardMinutes(5);

  /** The number of periods that one pipeline writes: half an hour. */
  private static final int PERIODS_AT_ONCE = 360;

  @Option(
      names = "--sensors",
      description = "Number of sensors; each sends a reading every 5 s.",
      defaultValue = "700")
  private int sensors;

  @Option(names = "--periods", description = "Number of periods of 5 s.", defaultValue = "1440")
  private int periods;

  @Option(names = "--spark-master", description = "Spark's master URL.", defaultValue = "local[2]")
  private String sparkMaster;

  @Option(
      names = "--model",
      description = "Folder of the model.",
      defaultValue = "models/heat-forest/3")
  private String model;

  @Option(
      names = "--folder",
      description = "Parent of a new folder for all data.",
      defaultValue = "target")
  private Path parent;

  private RescoreTrial() {}

  /** Runs the trial. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new RescoreTrial()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    Files.createDirectories(parent);
    Path folder = Files.createTempDirectory(parent.toAbsolutePath().normalize(), "rescore-");
    CatalogSettings settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    String root = folder.resolve("warehouse").toString();
    WarehouseCatalog.prepare(settings, root);
    new TrialReadings(sensors)
        .fill(new DirectWarehouse(settings, root, WINDOW), FIRST, periods, PERIODS_AT_ONCE);
    Instant end =
        FIRST
            .plusMillis(periods * TrialReadings.PERIOD_MILLIS)
            .plus(Duration.ofHours(1))
            .truncatedTo(ChronoUnit.HOURS);
    return Pfss.run(
        new String[] {
          "rescore",
          "--catalog-url=" + settings.url(),
          "--from=" + FIRST,
          "--to=" + end,
          "--model=" + model,
          "--against=" + model,
          "--report=" + folder.resolve("report"),
          "--spark-master=" + sparkMaster
        },
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8));
  }
}
