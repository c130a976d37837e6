// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Gradient-boosted trees for classification. Each class has the same number of trees, whose leaves
 * add up to the score of the class; the softmax of the scores gives the probabilities. For three or
 * more classes, the operations and their order are the same as in Smile's {@code
 * GradientTreeBoost.predict(Tuple, double[])}, so that the results are equal to the last bit.
 * (Friedman, "Greedy function approximation: a gradient boosting machine", 2001, algorithm 6.)
 */
public final class FlatBoost implements Classifier {
  static final int MAGIC = 0x50464232;

  /** Maximum number of a leaf: far above trained numbers, and so small that no sum overflows. */
  private static final double MAX_OUTPUT = 1e100;

  private final FlatTrees trees;
  private final int classes;
  private final double shrinkage;

  /**
   * Creates boosted trees.
   *
   * @param trees the trees of the first class, then of the second and so on; a leaf has one number
   * @param classes the number of classes, at least 3
   * @param shrinkage the factor of each leaf's number, above 0, at most 1
   */
  public FlatBoost(FlatTrees trees, int classes, double shrinkage) {
    if (trees.width() != 1 || classes < 3 || trees.count() % classes != 0) {
      throw new IllegalArgumentException(
          trees.count()
              + " trees of width "
              + trees.width()
              + " do not fit "
              + classes
              + " classes");
    }

    this.trees = trees;
    this.classes = classes;
    this.shrinkage = shrinkage;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public FlatTrees trees() {
    return trees;
  }

  @Override
  public void score(double[] x, double[] result) {
    trees.checkInput(x, result, classes);
    int rounds = trees.count() / classes;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < classes; i++) {
      double score = 0;
      for (int round = 0; round < rounds; round++) {
        score += shrinkage * trees.value(trees.leaf(i * rounds + round, x));
      }

      result[i] = score;
      max = Math.max(max, score);
    }

    for (int i = 0; i < classes; i++) {
      result[i] = Math.exp(result[i] - max);
    }

    FlatTrees.normalize(result);
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(features());
    out.writeInt(classes);
    out.writeInt(trees.count());
    out.writeDouble(shrinkage);
    for (int tree = 0; tree < trees.count(); tree++) {
      out.writeInt(trees.nodesOf(tree));
    }

    trees.write(out);
  }

  static FlatBoost readBody(DataInputStream in) throws IOException {
    int features = FlatTrees.bounded(in.readInt(), FlatTrees.MAX_FEATURES, "features");
    int classes = FlatTrees.bounded(in.readInt(), FlatTrees.MAX_CLASSES, "classes");
    int count = FlatTrees.bounded(in.readInt(), FlatTrees.MAX_TREES, "trees");
    FlatTrees.check(
        classes > 2 && count % classes == 0, count + " trees for " + classes + " classes");
    double shrinkage = in.readDouble();
    FlatTrees.check(shrinkage > 0 && shrinkage <= 1, "its shrinkage is " + shrinkage);
    int[] nodes = new int[count];
    long all = 0;
    for (int tree = 0; tree < count; tree++) {
      nodes[tree] = FlatTrees.nodeCount(in.readInt(), all);
      all += nodes[tree];
    }

    FlatTrees trees = FlatTrees.read(in, features, 1, nodes, FlatBoost::checkLeaf);
    return new FlatBoost(trees, classes, shrinkage);
  }

  private static void checkLeaf(double[] leaf) throws IOException {
    FlatTrees.check(Math.abs(leaf[0]) <= MAX_OUTPUT, "a leaf's number is " + leaf[0]);
  }
}
