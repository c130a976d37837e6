package io.pfss.runners.benchmarks.micro;

import io.pfss.models.soh.FlatForest;
import io.pfss.models.soh.SohFeatures;
import io.pfss.models.training.LabelledReading;
import io.pfss.models.training.SmileForests;
import io.pfss.simulator.generate.ReadingGenerator;
import io.pfss.simulator.generate.RegimeSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
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
import smile.classification.RandomForest;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.formula.Formula;
import smile.data.vector.IntVector;

/** One reading scored by the flat forest and by Smile's own, of the same trees. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ForestBenchmark {
  private static final int CLASSES = 3;
  private static final int READINGS = 20_000;
  private static final int FACILITIES = 20;
  private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
  private static final long FIRST_SEED = 1000;

  /** The forest's size; the default model has 20. */
  @Param({"20", "100", "500"})
  public int trees;

  private final double[] result = new double[CLASSES];
  private double[][] inputs;
  private Tuple[] tuples;
  private RandomForest smile;
  private FlatForest flat;
  private int next;

  /** Trains a forest on generated readings. */
  @Setup
  public void train() {
    double[][] x = new double[READINGS][];
    int[] y = new int[READINGS];
    for (int i = 0; i < READINGS; i += READINGS / FACILITIES) {
      ReadingGenerator facility =
          new ReadingGenerator(FIRST_SEED, i + 1, RegimeSettings.training());
      for (int j = i; j < i + READINGS / FACILITIES; j++) {
        LabelledReading reading =
            facility.nextLabelled(START + (j - i) * Duration.ofMinutes(1).toMillis());
        x[j] = SohFeatures.of(reading.reading());
        y[j] = reading.state().ordinal();
      }
    }

    String[] names = SohFeatures.NAMES.toArray(String[]::new);
    DataFrame features = DataFrame.of(x, names);
    smile =
        RandomForest.fit(
            Formula.lhs("y"),
            features.merge(IntVector.of("y", y)),
            trees,
            2,
            SplitRule.GINI,
            12,
            Integer.MAX_VALUE,
            20,
            1.0,
            null,
            LongStream.range(FIRST_SEED, FIRST_SEED + trees));
    flat = SmileForests.flatten(smile, names.length, CLASSES);
    inputs = x;
    tuples = new Tuple[READINGS];
    for (int i = 0; i < READINGS; i++) {
      tuples[i] = Tuple.of(x[i], features.schema());
    }
  }

  /** PFSS. */
  @Benchmark
  public double[] flat() {
    flat.score(inputs[index()], result);
    return result;
  }

  /** Smile 2.6.0. */
  @Benchmark
  public double[] smile() {
    smile.predict(tuples[index()], result);
    return result;
  }

  private int index() {
    next = next + 1 == READINGS ? 0 : next + 1;
    return next;
  }
}
