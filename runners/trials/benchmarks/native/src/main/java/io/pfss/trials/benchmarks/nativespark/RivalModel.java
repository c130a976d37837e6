// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.nativespark;

import io.pfss.models.soh.Feature;
import io.pfss.models.training.TrainingSettings;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.VectorAssembler;

/**
 * The rival's model: an MLlib forest of the size of PFSS's default forest. The median replaces
 * missing temperatures.
 */
final class RivalModel {
  /** The column of the true state's number, for training. */
  static final String LABEL = "label";

  /** Internal columns that the model adds. */
  static final String[] INNER_COLUMNS = {
    "imputed_temperature", "features", "probability", "prediction"
  };

  private static final String UID = "heat-forest-mllib-1";
  // The number of features that the default forest tries at each split.
  private static final String FEATURES_PER_SPLIT =
      Integer.toString((int) Math.sqrt(Feature.REFERENCE.size()));
  private static final int BINS = 64;

  private RivalModel() {}

  /** Returns the untrained model. */
  static Pipeline untrained(TrainingSettings settings) {
    Imputer imputer =
        new Imputer("heat-temperature")
            .setStrategy("median")
            .setInputCols(new String[] {Feature.TEMPERATURE.label()})
            .setOutputCols(new String[] {INNER_COLUMNS[0]});
    String[] inputs = Feature.labels(Feature.REFERENCE).toArray(String[]::new);
    inputs[Feature.REFERENCE.indexOf(Feature.TEMPERATURE)] = INNER_COLUMNS[0];
    // Power factors may be null: such a reading has no state in the result.
    VectorAssembler assembler =
        new VectorAssembler("heat-features").setInputCols(inputs).setOutputCol(INNER_COLUMNS[1]);
    assembler.setHandleInvalid("keep");
    RandomForestClassifier forest =
        new RandomForestClassifier("heat-forest")
            .setNumTrees(settings.trees())
            .setMaxDepth(settings.depth())
            .setMinInstancesPerNode(settings.nodeSize())
            .setFeatureSubsetStrategy(FEATURES_PER_SPLIT)
            .setMaxBins(BINS)
            .setSeed(settings.seed());
    forest.setLabelCol(LABEL);
    forest.setFeaturesCol(INNER_COLUMNS[1]);
    // Without raw votes, each reading needs one function call less.
    forest.setRawPredictionCol("");
    forest.setProbabilityCol(INNER_COLUMNS[2]);
    forest.setPredictionCol(INNER_COLUMNS[3]);
    return new Pipeline(UID).setStages(new PipelineStage[] {imputer, assembler, forest});
  }
}
