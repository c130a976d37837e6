// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.nativespark;

import io.pfss.models.labels.LabelledReading;
import io.pfss.models.soh.Classifier;
import io.pfss.models.soh.Feature;
import io.pfss.models.soh.SohState;
import io.pfss.models.training.SmileTrees;
import io.pfss.models.training.TrainingSettings;
import io.pfss.simulator.generate.ReadingGenerator;
import io.pfss.simulator.generate.RegimeSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import smile.base.cart.SplitRule;
import smile.classification.GradientTreeBoost;
import smile.classification.RandomForest;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.formula.Formula;
import smile.data.vector.IntVector;
import smile.math.MathEx;

/**
 * Measures the time to score one reading with PFSS's flat trees, with the Smile trees that they are
 * made from, and with an MLlib forest of the same size trained on the same readings.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ForestBenchmark {
  private static final int CLASSES = SohState.ALL.size();
  private static final int READINGS = 20_000;
  private static final int FACILITIES = 20;
  private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
  private static final TrainingSettings SIZE = TrainingSettings.FOREST;
  private static final TrainingSettings BOOST_SIZE = TrainingSettings.BOOSTING;
  private static final double SHRINKAGE = 0.1;
  private static final double SUBSAMPLE = 0.7;

  /** Scores with PFSS's forest. */
  @Benchmark
  public double[] flat(SmileForest forest) {
    forest.flat.score(forest.nextInput(), forest.result);
    return forest.result;
  }

  /** Scores with Smile 2.6.0's forest. */
  @Benchmark
  public double[] smile(SmileForest forest) {
    forest.smile.predict(forest.nextTuple(), forest.result);
    return forest.result;
  }

  /** Scores with MLlib 3.5's forest. */
  @Benchmark
  public Vector mllib(MllibForest forest) {
    return forest.model.predictProbability(forest.nextVector());
  }

  /** Scores with PFSS's boosted trees: in total as many as the forest has. */
  @Benchmark
  public double[] flatBoosted(SmileBoost boost) {
    boost.flat.score(boost.nextInput(), boost.result);
    return boost.result;
  }

  /** Scores with Smile 2.6.0's boosted trees. */
  @Benchmark
  public double[] smileBoosted(SmileBoost boost) {
    boost.smile.predict(boost.nextTuple(), boost.result);
    return boost.result;
  }

  /** Generated readings. */
  @State(Scope.Thread)
  public abstract static class Readings {
    /** The total number of trees; the default model has 20. */
    @Param({"20", "100", "500"})
    public int trees;

    final double[] result = new double[CLASSES];
    final double[][] x = new double[READINGS][];
    final int[] y = new int[READINGS];
    final Tuple[] tuples = new Tuple[READINGS];
    private int next;

    void generate() {
      for (int i = 0; i < READINGS; i += READINGS / FACILITIES) {
        ReadingGenerator facility =
            new ReadingGenerator(SIZE.seed(), i + 1, RegimeSettings.training());
        for (int j = i; j < i + READINGS / FACILITIES; j++) {
          LabelledReading reading =
              facility.nextLabelled(START + (j - i) * Duration.ofMinutes(1).toMillis());
          x[j] = Feature.values(Feature.REFERENCE, reading.reading(), Double.NaN);
          y[j] = reading.state().ordinal();
        }
      }
    }

    DataFrame features() {
      return DataFrame.of(x, Feature.labels(Feature.REFERENCE).toArray(String[]::new));
    }

    DataFrame labelled() {
      DataFrame features = features();
      for (int i = 0; i < READINGS; i++) {
        tuples[i] = Tuple.of(x[i], features.schema());
      }

      return features.merge(IntVector.of("y", y));
    }

    int nextIndex() {
      next = next + 1 == READINGS ? 0 : next + 1;
      return next;
    }

    double[] nextInput() {
      return x[nextIndex()];
    }

    Tuple nextTuple() {
      return tuples[nextIndex()];
    }
  }

  /** A forest of Smile, and the same forest as flat arrays. */
  public static class SmileForest extends Readings {
    private RandomForest smile;
    private Classifier flat;

    /** Trains the forest. */
    @Setup
    public void train() {
      generate();
      smile =
          RandomForest.fit(
              Formula.lhs("y"),
              labelled(),
              trees,
              (int) Math.sqrt(Feature.REFERENCE.size()),
              SplitRule.GINI,
              SIZE.depth(),
              Integer.MAX_VALUE,
              SIZE.nodeSize(),
              1.0,
              null,
              LongStream.range(SIZE.seed(), SIZE.seed() + trees));
      flat = SmileTrees.flatten(smile, Feature.REFERENCE.size(), CLASSES);
    }
  }

  /** Boosted trees of Smile, and the same trees as flat arrays. */
  public static class SmileBoost extends Readings {
    private GradientTreeBoost smile;
    private Classifier flat;

    /** Trains the trees. */
    @Setup
    public void train() {
      generate();
      MathEx.setSeed(SIZE.seed());
      smile =
          GradientTreeBoost.fit(
              Formula.lhs("y"),
              labelled(),
              trees / CLASSES,
              BOOST_SIZE.depth(),
              Integer.MAX_VALUE,
              BOOST_SIZE.nodeSize(),
              SHRINKAGE,
              SUBSAMPLE);
      flat = SmileTrees.flatten(smile, Feature.REFERENCE.size(), CLASSES, SHRINKAGE);
    }
  }

  /** A forest of MLlib. */
  public static class MllibForest extends Readings {
    private final Vector[] vectors = new Vector[READINGS];
    private RandomForestClassificationModel model;

    /** Trains the forest. */
    @Setup
    public void train() {
      generate();
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < READINGS; i++) {
        vectors[i] = Vectors.dense(x[i]);
        rows.add(TrainRival.row(x[i], SohState.ALL.get(y[i])));
      }

      try (SparkSession spark = Sessions.start("forest-benchmark")) {
        PipelineModel pipeline =
            RivalModel.untrained(SIZE.withTrees(trees, SIZE.depth(), SIZE.nodeSize()))
                .fit(spark.createDataFrame(rows, TrainRival.schema()));
        model = (RandomForestClassificationModel) pipeline.stages()[pipeline.stages().length - 1];
      }
    }

    Vector nextVector() {
      return vectors[nextIndex()];
    }
  }
}
