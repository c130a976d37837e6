// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import io.pfss.models.text.Message;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Decision trees as flat arrays: data only, fast to traverse, safe to read from a file.
 *
 * <p>The nodes of a tree are in pre-order. An inner node leads to the next node if {@code x ≤
 * threshold}, otherwise to its second child. A leaf has {@code width} numbers. Immutable and
 * thread-safe.
 */
public final class FlatTrees {
  static final byte LEAF = -1;
  static final int MAX_FEATURES = 127;
  static final int MAX_CLASSES = 100;
  static final int MAX_TREES = 10_000;
  private static final int MAX_NODES = 50_000_000;

  private final int features;

  /** Numbers per leaf. */
  private final int width;

  /** Index of each tree's root, then the number of all nodes. */
  private final int[] roots;

  /** Feature of each node, or {@link #LEAF}. */
  private final byte[] feature;

  private final double[] threshold;

  /** Second child of each inner node; index of the first number of each leaf. */
  private final int[] next;

  private final double[] values;

  FlatTrees(
      int features,
      int width,
      int[] roots,
      byte[] feature,
      double[] threshold,
      int[] next,
      double[] values) {
    this.features = features;
    this.width = width;
    this.roots = roots;
    this.feature = feature;
    this.threshold = threshold;
    this.next = next;
    this.values = values;
  }

  /** Returns the number of input features. */
  public int features() {
    return features;
  }

  /** Returns the number of trees. */
  public int count() {
    return roots.length - 1;
  }

  /** Returns the number of nodes, including leaves. */
  public int nodes() {
    return feature.length;
  }

  /** Numbers per leaf. */
  int width() {
    return width;
  }

  /** Returns the index of the first number of the leaf that an input reaches in a tree. */
  int leaf(int tree, double[] x) {
    int node = roots[tree];
    while (feature[node] != LEAF) {
      node = x[feature[node]] <= threshold[node] ? node + 1 : next[node];
    }

    return next[node];
  }

  /** Returns a number of a leaf, by its index. */
  double value(int index) {
    return values[index];
  }

  /**
   * Rejects an input that cannot be scored.
   *
   * @throws IllegalArgumentException if an array has the wrong length or a feature is {@code NaN}
   */
  void checkInput(double[] x, double[] result, int classes) {
    if (x.length != features || result.length != classes) {
      throw new IllegalArgumentException(
          Message.of(
              "Expected %s features and %s classes, not %s and %s",
              features, classes, x.length, result.length));
    }

    for (double value : x) {
      if (Double.isNaN(value)) {
        throw new IllegalArgumentException("A feature is absent: " + Arrays.toString(x));
      }
    }
  }

  /** Divides numbers by their sum. */
  static void normalize(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }

    for (int i = 0; i < numbers.length; i++) {
      numbers[i] /= sum;
    }
  }

  int nodesOf(int tree) {
    return roots[tree + 1] - roots[tree];
  }

  void write(DataOutputStream out) throws IOException {
    for (int tree = 0; tree < count(); tree++) {
      for (int node = roots[tree]; node < roots[tree + 1]; node++) {
        out.writeByte(feature[node]);
        if (feature[node] == LEAF) {
          for (int i = 0; i < width; i++) {
            out.writeDouble(values[next[node] + i]);
          }
        } else {
          out.writeDouble(threshold[node]);
          out.writeInt(next[node] - roots[tree]);
        }
      }
    }
  }

  /**
   * Reads trees.
   *
   * @param nodes the number of nodes of each tree
   * @param leaves checks the numbers of a leaf
   */
  static FlatTrees read(DataInputStream in, int features, int width, int[] nodes, LeafCheck leaves)
      throws IOException {
    FlatTreesBuilder trees = new FlatTreesBuilder(features, width);
    for (int count : nodes) {
      trees.startTree();
      readTree(in, trees, count, leaves);
    }

    return trees.build();
  }

  private static void readTree(
      DataInputStream in, FlatTreesBuilder trees, int nodes, LeafCheck leaves) throws IOException {
    double[] leaf = new double[trees.width()];
    for (int node = 0; node < nodes; node++) {
      byte feature = in.readByte();
      if (feature == LEAF) {
        for (int i = 0; i < leaf.length; i++) {
          leaf[i] = in.readDouble();
        }

        leaves.check(leaf);
        trees.leaf(leaf);
      } else {
        check(feature >= 0 && feature < trees.features(), "a node has unknown feature " + feature);
        double threshold = in.readDouble();
        check(!Double.isNaN(threshold), "a threshold is NaN");
        int second = in.readInt();
        // A child always has a higher index, so that every traversal ends.
        check(second > node + 1 && second < nodes, "node " + node + " has invalid child " + second);
        trees.inner(feature, threshold, second);
      }

      check(node < nodes - 1 || feature == LEAF, "the last node is not a leaf");
    }
  }

  /** Returns a tree's number of nodes after checking the limit of all trees. */
  static int nodeCount(int value, long before) throws IOException {
    return bounded(value, (int) (MAX_NODES - before), "nodes");
  }

  static int bounded(int value, int limit, String what) throws IOException {
    check(value > 0 && value <= limit, value + " " + what);
    return value;
  }

  static void check(boolean isValid, String problem) throws IOException {
    if (!isValid) {
      throw new IOException("not a model: " + problem);
    }
  }

  /** Rejects invalid numbers of a leaf. */
  @FunctionalInterface
  interface LeafCheck {
    void check(double[] leaf) throws IOException;
  }
}
