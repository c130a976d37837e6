package io.pfss.trials.benchmarks.nativespark;

import io.pfss.models.labels.LabelledReading;
import io.pfss.models.soh.Feature;
import io.pfss.models.soh.SohState;
import io.pfss.models.training.TrainingSettings;
import io.pfss.simulator.generate.ReadingGenerator;
import io.pfss.simulator.generate.RegimeSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains the rival's model from generated readings: the same seed gives the same forest. */
@Command(
    name = "train-rival",
    description = "Trains the native rival's model from generated readings.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class TrainRival implements Callable<Integer> {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration PERIOD = Duration.ofMinutes(1);
  // Part of what is reproducible: trees sample by partition.
  private static final int PARTITIONS = 2;

  @Option(names = "--model", description = "Folder to save the model to.", required = true)
  private String folder;

  @Option(names = "--facilities", description = "Number of facilities.", defaultValue = "70")
  private int facilities;

  @Option(names = "--days", description = "Days of each facility.", defaultValue = "1")
  private int days;

  @Option(names = "--seed", description = "Seed of readings and forest.", defaultValue = "1000")
  private long seed;

  @Option(names = "--master", description = "Spark's master.", defaultValue = "local[2]")
  private String master;

  private TrainRival() {}

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new TrainRival()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    try (SparkSession spark = Sessions.start("train-rival", master)) {
      Dataset<Row> readings = readings(spark).persist();
      PipelineModel model =
          RivalModel.untrained(TrainingSettings.FOREST.withSeed(seed)).fit(readings);
      model.write().overwrite().save(folder);
      RandomForestClassificationModel forest =
          (RandomForestClassificationModel) model.stages()[model.stages().length - 1];
      System.out.printf(
          Locale.ROOT,
          "Wrote %s: %d trees, %d nodes, from %d readings%n",
          folder,
          forest.getNumTrees(),
          forest.totalNumNodes(),
          readings.count());
    }

    return 0;
  }

  private Dataset<Row> readings(SparkSession spark) {
    List<Integer> all = IntStream.rangeClosed(1, facilities).boxed().toList();
    long minutes = Duration.ofDays(days).dividedBy(PERIOD);
    long seedOfAll = seed;
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(all, PARTITIONS)
            .flatMap(facility -> rows(seedOfAll, facility, minutes)),
        schema());
  }

  private static Iterator<Row> rows(long seed, int facility, long minutes) {
    ReadingGenerator generator = new ReadingGenerator(seed, facility, RegimeSettings.training());
    return LongStream.range(0, minutes)
        .mapToObj(
            minute ->
                row(generator.nextLabelled(START.plus(PERIOD.multipliedBy(minute)).toEpochMilli())))
        .iterator();
  }

  /** The features and the state of a reading. */
  static Row row(double[] features, SohState state) {
    Object[] values = new Object[features.length + 1];
    for (int i = 0; i < features.length; i++) {
      values[i] = features[i];
    }

    values[features.length] = (double) state.ordinal();
    return RowFactory.create(values);
  }

  /** What {@link #row} has. */
  static StructType schema() {
    StructType schema = new StructType();
    for (String feature : Feature.labels(Feature.REFERENCE)) {
      schema = schema.add(feature, DataTypes.DoubleType);
    }

    schema = schema.add(RivalModel.LABEL, DataTypes.DoubleType);
    return schema;
  }

  private static Row row(LabelledReading labelled) {
    return row(Feature.values(Feature.REFERENCE, labelled.reading(), Double.NaN), labelled.state());
  }
}
