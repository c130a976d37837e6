package io.pfss.runners.spark.batch;

import io.pfss.cli.Pfss;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import io.pfss.simulator.generate.ReadingGenerator;
import io.pfss.simulator.generate.RegimeSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how fast a warehouse of generated readings is scored again. */
@Command(
    name = "rescore-trial",
    description = "Measures how fast a warehouse of generated readings is scored again.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class RescoreTrial implements Callable<Integer> {
  private static final Instant FIRST = Instant.parse("2026-03-01T06:00:00Z");
  private static final long PERIOD_MILLIS = 5_000;

  /** How many periods one pipeline writes: half an hour. */
  private static final int PERIODS_AT_ONCE = 360;

  @Option(names = "--sensors", description = "A reading of each every 5 s.", defaultValue = "700")
  private int sensors;

  @Option(names = "--periods", description = "How often 5 s.", defaultValue = "1440")
  private int periods;

  @Option(names = "--spark-master", description = "Of Spark.", defaultValue = "local[2]")
  private String sparkMaster;

  @Option(names = "--model", description = "Folder.", defaultValue = "models/heat-forest/2")
  private String model;

  @Option(
      names = "--folder",
      description = "A new one is made in it, for all data.",
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
    WarehouseCatalog.prepare(settings, folder.resolve("warehouse").toString());
    fill(settings, folder.resolve("warehouse").toString());
    Instant end =
        FIRST
            .plusMillis(periods * PERIOD_MILLIS)
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

  private void fill(CatalogSettings settings, String root) {
    List<ReadingGenerator> generators =
        LongStream.rangeClosed(1, sensors)
            .mapToObj(sensor -> new ReadingGenerator(1, sensor, RegimeSettings.demo()))
            .toList();
    for (int done = 0; done < periods; done += PERIODS_AT_ONCE) {
      List<ParsedBatch> batches = new ArrayList<>();
      for (int period = done; period < Math.min(done + PERIODS_AT_ONCE, periods); period++) {
        batches.add(batch(generators, period));
      }

      Pipeline pipeline = Pipeline.create();
      pipeline
          .apply(Create.of(batches))
          .apply(
              WriteWarehouse.to(root)
                  .withWindow(org.joda.time.Duration.standardMinutes(5))
                  .inCatalog(settings));
      pipeline.run().waitUntilFinish();
    }
  }

  private static ParsedBatch batch(List<ReadingGenerator> generators, int period) {
    long time = FIRST.toEpochMilli() + period * PERIOD_MILLIS;
    List<ReceivedReading> readings = new ArrayList<>();
    for (ReadingGenerator generator : generators) {
      long offset = (long) period * generators.size() + readings.size();
      readings.add(
          new ReceivedReading(generator.next(time), new SourceOffset(0, offset), time + 40));
    }

    return ParsedBatch.of(readings);
  }
}
