package io.pfss.models.training;

import io.pfss.models.soh.Classifier;
import io.pfss.models.soh.SohState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import smile.base.cart.SplitRule;
import smile.classification.RandomForest;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.type.StructType;

/** A random forest of Smile's. */
final class FittedForest implements Fitted {
  /** Trees are grown in so many parts, for the sake of progress: each part sorts the data anew. */
  private static final int PARTS = 10;

  private final RandomForest forest;
  private final StructType schema;

  private FittedForest(RandomForest forest, StructType schema) {
    this.forest = forest;
    this.schema = schema;
  }

  static FittedForest fit(
      TrainingSettings settings, TrainingData data, int[] rows, Progress progress) {
    DataFrame frame = SmileFrame.of(data, rows);
    int[] weights = settings.balanced() ? divisors(data, rows) : null;
    List<RandomForest.Model> models = new ArrayList<>();
    RandomForest part = null;
    int step = Math.max(1, settings.trees() / PARTS);
    for (int done = 0; done < settings.trees(); done += step) {
      progress.report(done, settings.trees());
      int trees = Math.min(step, settings.trees() - done);
      long seed = settings.seed() + done;
      part =
          RandomForest.fit(
              SmileFrame.FORMULA,
              frame,
              trees,
              (int) Math.sqrt(settings.features().size()),
              SplitRule.GINI,
              settings.depth(),
              Integer.MAX_VALUE,
              settings.nodeSize(),
              1.0,
              weights,
              LongStream.range(seed, seed + trees));
      models.addAll(Arrays.asList(part.models()));
    }

    progress.report(settings.trees(), settings.trees());
    RandomForest whole =
        new RandomForest(
            SmileFrame.FORMULA,
            SohState.ALL.size(),
            models.toArray(RandomForest.Model[]::new),
            part.metrics(),
            new double[settings.features().size()]);
    return new FittedForest(whole, SmileFrame.schema(settings.features()));
  }

  @Override
  public Classifier flat() {
    return SmileTrees.flatten(forest, schema.length(), SohState.ALL.size());
  }

  @Override
  public void predict(double[] x, double[] probabilities) {
    forest.predict(Tuple.of(x, schema), probabilities);
  }

  /** Smile's class weight divides how many readings of a class a tree sees. */
  private static int[] divisors(TrainingData data, int[] rows) {
    long[] counts = new long[SohState.ALL.size()];
    for (int row : rows) {
      counts[data.state(row).ordinal()]++;
    }

    long fewest = Arrays.stream(counts).min().orElseThrow();
    return Arrays.stream(counts)
        .mapToInt(count -> fewest == 0 ? 1 : (int) Math.max(1, count / fewest))
        .toArray();
  }
}
