// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training;

import io.pfss.models.soh.Classifier;
import io.pfss.models.soh.SohState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import smile.base.cart.SplitRule;
import smile.classification.GradientTreeBoost;
import smile.classification.RandomForest;
import smile.classification.SoftClassifier;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.type.StructType;
import smile.math.MathEx;

/**
 * A model that Smile has trained.
 *
 * @param smile Smile's model
 * @param schema the schema of its inputs
 * @param flat the same model as flat arrays
 */
record Fitted(SoftClassifier<Tuple> smile, StructType schema, Classifier flat) {
  /**
   * Number of parts in which trees are grown, to report progress; each part sorts the data again.
   */
  private static final int PARTS = 10;

  /** Trains a random forest. */
  static Fitted forest(
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
    int features = settings.features().size();
    RandomForest whole =
        new RandomForest(
            SmileFrame.FORMULA,
            SohState.ALL.size(),
            models.toArray(RandomForest.Model[]::new),
            Objects.requireNonNull(part, "a forest has a tree").metrics(),
            new double[features]);
    return new Fitted(
        whole,
        SmileFrame.schema(settings.features()),
        SmileTrees.flatten(whole, features, SohState.ALL.size()));
  }

  /** Trains gradient-boosted trees. Smile reports no progress between the beginning and the end. */
  static Fitted boost(TrainingSettings settings, TrainingData data, int[] rows, Progress progress) {
    progress.report(0, settings.trees());
    MathEx.setSeed(settings.seed());
    GradientTreeBoost boost =
        GradientTreeBoost.fit(
            SmileFrame.FORMULA,
            SmileFrame.of(data, rows),
            settings.trees(),
            settings.depth(),
            Integer.MAX_VALUE,
            settings.nodeSize(),
            TrainingSettings.SHRINKAGE,
            TrainingSettings.SUBSAMPLE);
    progress.report(settings.trees(), settings.trees());
    return new Fitted(
        boost,
        SmileFrame.schema(settings.features()),
        SmileTrees.flatten(
            boost, settings.features().size(), SohState.ALL.size(), TrainingSettings.SHRINKAGE));
  }

  /** Calculates Smile's probabilities for an input. */
  void predict(double[] x, double[] probabilities) {
    smile.predict(Tuple.of(x, schema), probabilities);
  }

  /** Returns Smile's class weights, which divide the number of a class's readings for each tree. */
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
