package io.pfss.models.training;

import io.pfss.models.soh.Feature;
import io.pfss.models.text.Message;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a model is trained.
 *
 * @param algorithm what is trained
 * @param features of the input, in order
 * @param trees how many; of boosted ones, how many for each state
 * @param depth the most of a tree; the size of all trees rules how fast a model scores
 * @param nodeSize the fewest readings that are split
 * @param balanced whether each tree of a forest sees as many readings of each state
 * @param laterShare of the period's end, which is kept for measuring; 0…0.9
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
    long seed) {
  /** A forest of 20 trees of depth 12 on the reference system's features. */
  public static final TrainingSettings FOREST =
      new TrainingSettings(
          Algorithm.RANDOM_FOREST, Feature.REFERENCE, 20, 12, 20, false, 0.2, 1000);

  /** 60 boosted trees of depth 6 for each state, on all features. */
  public static final TrainingSettings BOOSTING =
      new TrainingSettings(
          Algorithm.GRADIENT_BOOSTING, Feature.EXTENDED, 60, 6, 20, false, 0.2, 1000);

  /** How much a boosted tree corrects, and on which share of the readings it is grown. */
  static final double SHRINKAGE = 0.1;

  static final double SUBSAMPLE = 0.7;
  private static final double MAX_LATER_SHARE = 0.9;

  public TrainingSettings {
    features = List.copyOf(features);
    if (trees < 1 || depth < 1 || nodeSize < 1 || seed < 2) {
      throw new IllegalArgumentException(
          Message.of(
              "Needs at least 1 tree, depth 1, node size 1 and seed 2: %s, %s, %s, %s",
              trees, depth, nodeSize, seed));
    }

    if (features.isEmpty()) {
      throw new IllegalArgumentException("Needs at least one feature");
    }

    // NaN is no share.
    if (!(laterShare >= 0 && laterShare <= MAX_LATER_SHARE)) {
      throw new IllegalArgumentException(
          "The share of the period that is kept for measuring is 0 to 0.9, not " + laterShare);
    }

    if (balanced && algorithm != Algorithm.RANDOM_FOREST) {
      throw new IllegalArgumentException("Only a forest can be balanced: Smile's boosting cannot");
    }
  }

  /** The same with trees of another number and size. */
  public TrainingSettings withTrees(int otherTrees, int otherDepth, int otherNodeSize) {
    return new TrainingSettings(
        algorithm, features, otherTrees, otherDepth, otherNodeSize, balanced, laterShare, seed);
  }

  /** The same with another share of the period kept for measuring. */
  public TrainingSettings withLaterShare(double other) {
    return new TrainingSettings(algorithm, features, trees, depth, nodeSize, balanced, other, seed);
  }

  /** The same with another seed. */
  public TrainingSettings withSeed(long other) {
    return new TrainingSettings(
        algorithm, features, trees, depth, nodeSize, balanced, laterShare, other);
  }

  /** As a model's description has them. */
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
