// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training;

import io.pfss.models.soh.Feature;
import io.pfss.models.soh.StateLimits;
import io.pfss.models.text.Message;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a training.
 *
 * @param algorithm the algorithm
 * @param features the input features, in order
 * @param trees the number of trees; with boosting, for each state
 * @param depth the maximum depth of a tree; larger trees score more slowly
 * @param nodeSize the minimum number of readings of a node that is split
 * @param balanced whether each tree of a forest is trained on the same number of readings of each
 *     state
 * @param laterShare the last share of the period, which is held out for measuring; 0…0.9
 * @param stateLimits limits of the power factor by which the model decides the state; null: it is
 *     the most probable one
 * @param seed the same seed and readings give the same model; Smile ignores seeds below 2
 */
public record TrainingSettings(
    Algorithm algorithm,
    List<Feature> features,
    int trees,
    int depth,
    int nodeSize,
    boolean balanced,
    double laterShare,
    @Nullable StateLimits stateLimits,
    long seed) {
  /** A forest of 20 trees of depth 12 on the reference system's features. */
  public static final TrainingSettings FOREST =
      new TrainingSettings(
          Algorithm.RANDOM_FOREST, Feature.REFERENCE, 20, 12, 20, false, 0.2, null, 1000);

  /** 60 boosted trees of depth 6 for each state, on all features. */
  public static final TrainingSettings BOOSTING =
      new TrainingSettings(
          Algorithm.GRADIENT_BOOSTING, Feature.EXTENDED, 60, 6, 20, false, 0.2, null, 1000);

  /** Learning rate of boosting. */
  static final double SHRINKAGE = 0.1;

  /** Share of the readings on which each boosted tree is grown. */
  static final double SUBSAMPLE = 0.7;

  private static final double MAX_LATER_SHARE = 0.9;

  public TrainingSettings {
    features = List.copyOf(features);
    if (trees < 1 || depth < 1 || nodeSize < 1 || seed < 2) {
      throw new IllegalArgumentException(
          Message.of(
              "Expected trees, depth and node size >= 1 and seed >= 2:"
                  + " trees=%s depth=%s nodeSize=%s seed=%s",
              trees, depth, nodeSize, seed));
    }

    if (features.isEmpty()) {
      throw new IllegalArgumentException("At least one feature is needed");
    }

    if (stateLimits != null && !features.contains(Feature.PF)) {
      throw new IllegalArgumentException("Limits of the power factor need the feature pf");
    }

    // Rejects NaN too.
    if (!(laterShare >= 0 && laterShare <= MAX_LATER_SHARE)) {
      throw new IllegalArgumentException(
          "The later share must be 0 to " + MAX_LATER_SHARE + ": " + laterShare);
    }

    if (balanced && algorithm != Algorithm.RANDOM_FOREST) {
      throw new IllegalArgumentException("Only a forest can be balanced: Smile's boosting cannot");
    }
  }

  /** Returns these settings with trees of another number and size. */
  public TrainingSettings withTrees(int otherTrees, int otherDepth, int otherNodeSize) {
    return new TrainingSettings(
        algorithm,
        features,
        otherTrees,
        otherDepth,
        otherNodeSize,
        balanced,
        laterShare,
        stateLimits,
        seed);
  }

  /** Returns these settings with another later share. */
  public TrainingSettings withLaterShare(double other) {
    return new TrainingSettings(
        algorithm, features, trees, depth, nodeSize, balanced, other, stateLimits, seed);
  }

  /** Returns these settings with another seed. */
  public TrainingSettings withSeed(long other) {
    return new TrainingSettings(
        algorithm, features, trees, depth, nodeSize, balanced, laterShare, stateLimits, other);
  }

  /** Returns these settings with limits that decide the state. */
  public TrainingSettings withStateLimits(StateLimits other) {
    return new TrainingSettings(
        algorithm, features, trees, depth, nodeSize, balanced, laterShare, other, seed);
  }

  /** Returns the settings for a model's description. */
  Map<String, Double> hyperparameters() {
    Map<String, Double> hyperparameters = new TreeMap<>();
    hyperparameters.put("trees", (double) trees);
    hyperparameters.put("depth", (double) depth);
    hyperparameters.put("node_size", (double) nodeSize);
    hyperparameters.put("seed", (double) seed);
    if (balanced) {
      hyperparameters.put("balanced", 1.0);
    }

    if (laterShare > 0) {
      hyperparameters.put("later_share", laterShare);
    }

    if (algorithm == Algorithm.GRADIENT_BOOSTING) {
      hyperparameters.put("shrinkage", SHRINKAGE);
      hyperparameters.put("subsample", SUBSAMPLE);
    }

    return hyperparameters;
  }
}
