// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * A random forest for classification. Each tree's leaf gives probabilities, which are averaged by
 * the trees' weights. The operations and their order are the same as in Smile's {@code
 * RandomForest.predict(Tuple, double[])}, so that the results are equal to the last bit.
 */
public final class FlatForest implements Classifier {
  static final int MAGIC = 0x50464631;
  private static final double TOLERANCE = 1e-6;

  private final FlatTrees trees;

  /** Weight of each tree. */
  private final double[] weights;

  /**
   * Creates a forest.
   *
   * @param trees trees whose leaves have the probability of each class
   * @param weights the weight of each tree
   */
  public FlatForest(FlatTrees trees, double[] weights) {
    if (weights.length != trees.count()) {
      throw new IllegalArgumentException(
          trees.count() + " trees have " + weights.length + " weights");
    }

    this.trees = trees;
    this.weights = weights.clone();
  }

  @Override
  public int classes() {
    return trees.width();
  }

  @Override
  public FlatTrees trees() {
    return trees;
  }

  @Override
  public void score(double[] x, double[] result) {
    int classes = classes();
    trees.checkInput(x, result, classes);
    Arrays.fill(result, 0);
    for (int tree = 0; tree < weights.length; tree++) {
      int leaf = trees.leaf(tree, x);
      for (int i = 0; i < classes; i++) {
        result[i] += weights[tree] * trees.value(leaf + i);
      }
    }

    FlatTrees.normalize(result);
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(features());
    out.writeInt(classes());
    out.writeInt(weights.length);
    for (int tree = 0; tree < weights.length; tree++) {
      out.writeDouble(weights[tree]);
      out.writeInt(trees.nodesOf(tree));
    }

    trees.write(out);
  }

  static FlatForest readBody(DataInputStream in) throws IOException {
    int features = FlatTrees.bounded(in.readInt(), FlatTrees.MAX_FEATURES, "features");
    int classes = FlatTrees.bounded(in.readInt(), FlatTrees.MAX_CLASSES, "classes");
    int count = FlatTrees.bounded(in.readInt(), FlatTrees.MAX_TREES, "trees");
    double[] weights = new double[count];
    int[] nodes = new int[count];
    long all = 0;
    for (int tree = 0; tree < count; tree++) {
      weights[tree] = in.readDouble();
      // A smaller weight has too few digits to divide by.
      FlatTrees.check(
          weights[tree] >= Double.MIN_NORMAL && weights[tree] <= 1,
          "tree " + tree + " has weight " + weights[tree]);
      nodes[tree] = FlatTrees.nodeCount(in.readInt(), all);
      all += nodes[tree];
    }

    return new FlatForest(
        FlatTrees.read(in, features, classes, nodes, FlatForest::checkLeaf), weights);
  }

  private static void checkLeaf(double[] leaf) throws IOException {
    double sum = 0;
    for (double probability : leaf) {
      FlatTrees.check(
          probability >= 0 && probability <= 1, "a leaf's probability is " + probability);
      sum += probability;
    }

    FlatTrees.check(Math.abs(sum - 1) <= TOLERANCE, "a leaf's probabilities add up to " + sum);
  }
}
