// SPDX-License-Identifier: Apache-2.0
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
import java.util.stream.DoubleStream;
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

/** Trains the rival's model on generated readings. The same seed gives the same forest. */
@Command(
    name = "train-rival",
    description = "Trains the native rival's model on generated readings.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class TrainRival implements Callable<Integer> {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final long PERIODS = Duration.ofDays(1).dividedBy(PERIOD);
  private static final long SEED = 1000;
  // Fixed for reproducibility: trees sample by partition.
  private static final int PARTITIONS = 2;

  @Option(names = "--model", description = "Folder to save the model to.", required = true)
  private String folder;

  @Option(names = "--facilities", description = "Number of facilities.", defaultValue = "70")
  private int facilities;

  private TrainRival() {}

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new TrainRival()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    try (SparkSession spark = Sessions.start("train-rival")) {
      Dataset<Row> readings = readings(spark).persist();
      PipelineModel model =
          RivalModel.untrained(TrainingSettings.FOREST.withSeed(SEED)).fit(readings);
      model.write().overwrite().save(folder);
      RandomForestClassificationModel forest =
          (RandomForestClassificationModel) model.stages()[model.stages().length - 1];
      // Standard output belongs to the results of the benchmark, which starts this program.
      System.err.printf(
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
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(all, PARTITIONS)
            .flatMap(TrainRival::rows),
        schema());
  }

  private static Iterator<Row> rows(int facility) {
    ReadingGenerator generator = new ReadingGenerator(SEED, facility, RegimeSettings.training());
    return LongStream.range(0, PERIODS)
        .mapToObj(
            minute ->
                row(generator.nextLabelled(START.plus(PERIOD.multipliedBy(minute)).toEpochMilli())))
        .iterator();
  }

  /** Returns the features and the state of a reading. */
  static Row row(double[] features, SohState state) {
    DoubleStream values =
        DoubleStream.concat(DoubleStream.of(features), DoubleStream.of(state.ordinal()));
    return RowFactory.create(values.boxed().toArray());
  }

  /** Returns the schema of {@link #row}. */
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
