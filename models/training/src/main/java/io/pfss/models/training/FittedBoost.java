package io.pfss.models.training;

import io.pfss.models.soh.Classifier;
import io.pfss.models.soh.SohState;
import smile.classification.GradientTreeBoost;
import smile.data.Tuple;
import smile.data.type.StructType;
import smile.math.MathEx;

/** Gradient-boosted trees of Smile's. */
final class FittedBoost implements Fitted {
  private final GradientTreeBoost boost;
  private final StructType schema;

  private FittedBoost(GradientTreeBoost boost, StructType schema) {
    this.boost = boost;
    this.schema = schema;
  }

  /** Smile tells nothing of its progress here but the beginning and the end. */
  static FittedBoost fit(
      TrainingSettings settings, TrainingData data, int[] rows, Progress progress) {
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
    return new FittedBoost(boost, SmileFrame.schema(settings.features()));
  }

  @Override
  public Classifier flat() {
    return SmileTrees.flatten(
        boost, schema.length(), SohState.ALL.size(), TrainingSettings.SHRINKAGE);
  }

  @Override
  public void predict(double[] x, double[] probabilities) {
    boost.predict(Tuple.of(x, schema), probabilities);
  }
}
