package io.pfss.simulator.training;

import io.pfss.models.labels.LabelledReading;
import io.pfss.models.training.Progress;
import io.pfss.models.training.TrainedModel;
import io.pfss.models.training.Trainer;
import io.pfss.models.training.TrainingData;
import io.pfss.models.training.TrainingSettings;
import io.pfss.simulator.generate.ReadingGenerator;
import io.pfss.simulator.generate.RegimeSettings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains the default model from generated readings: the same seed gives the same bytes. */
@Command(
    name = "train-default-model",
    description = "Trains the default model from generated readings.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class TrainDefaultModel implements Callable<Integer> {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final String NAME = "heat-forest";

  @Option(names = "--root", description = "Folder of all models.", defaultValue = "models")
  private Path root;

  @Option(names = "--version-name", description = "Version to write.", defaultValue = "2")
  private String version;

  @Option(names = "--facilities", description = "Number of facilities.", defaultValue = "60")
  private int facilities;

  @Option(names = "--days", description = "Days of each facility.", defaultValue = "4")
  private int days;

  @Option(names = "--seed", description = "Seed of readings and forest.", defaultValue = "1000")
  private long seed;

  private TrainDefaultModel() {}

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new TrainDefaultModel()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    TrainedModel model = train(version, facilities, days, seed);
    try {
      Path folder = model.save(root);
      System.out.println("Wrote " + folder);
      for (Map.Entry<String, Double> metric : model.description().metrics().entrySet()) {
        System.out.printf(Locale.ROOT, "  %-24s %.4f%n", metric.getKey(), metric.getValue());
      }

      return 0;
    } catch (FileAlreadyExistsException e) {
      System.err.println(e.getFile() + " is there already: " + e.getReason() + " (--version-name)");
      return 2;
    }
  }

  static TrainedModel train(String version, int facilities, int days, long seed) {
    Trainer trainer =
        new Trainer(TrainingSettings.FOREST.withLaterShare(0).withSeed(seed), Progress.NONE);
    TrainingData data = trainer.newData();
    long minutes = Duration.ofDays(days).dividedBy(PERIOD);
    for (int facility = 1; facility <= facilities; facility++) {
      ReadingGenerator generator = new ReadingGenerator(seed, facility, RegimeSettings.training());
      for (long minute = 0; minute < minutes; minute++) {
        LabelledReading reading =
            generator.nextLabelled(START.plus(PERIOD.multipliedBy(minute)).toEpochMilli());
        data.add(reading);
      }
    }

    String source =
        String.format(
            Locale.ROOT,
            "generated: %d facilities, %d days, a reading a minute, seed %d",
            facilities,
            days,
            seed);
    return trainer.train(NAME, version, data, source, START);
  }
}
