package io.pfss.models.soh;

import io.pfss.models.text.Message;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Decision trees as flat arrays: data only, quick to walk, safe to read.
 *
 * <p>A tree's nodes stand in pre-order. An inner node sends {@code x ≤ threshold} to the node after
 * it and the rest to its second child. A leaf holds some numbers. Immutable and thread-safe.
 */
public final class FlatTrees {
  static final byte LEAF = -1;
  static final int MAX_FEATURES = 127;
  static final int MAX_CLASSES = 100;
  static final int MAX_TREES = 10_000;
  private static final int MAX_NODES = 50_000_000;

  private final int features;

  /** How many numbers a leaf holds. */
  private final int width;

  /** Of each tree, the index of its root; then the count of all nodes. */
  private final int[] roots;

  /** Of each node, what it asks for, or {@link #LEAF}. */
  private final byte[] feature;

  private final double[] threshold;

  /** Of each inner node, its second child; of each leaf, where its numbers begin. */
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

  /** The number of features that the trees ask for. */
  public int features() {
    return features;
  }

  /** The number of trees. */
  public int count() {
    return roots.length - 1;
  }

  /** The number of all nodes, leaves included. */
  public int nodes() {
    return feature.length;
  }

  /** How many numbers a leaf holds. */
  int width() {
    return width;
  }

  /** Where the numbers of the leaf begin that an input comes to in a tree. */
  int leaf(int tree, double[] x) {
    int node = roots[tree];
    while (feature[node] != LEAF) {
      node = x[feature[node]] <= threshold[node] ? node + 1 : next[node];
    }

    return next[node];
  }

  /** A number of a leaf, by its index. */
  double value(int index) {
    return values[index];
  }

  /**
   * Refuses what cannot be scored.
   *
   * @throws IllegalArgumentException if an array has the wrong length or a feature is {@code NaN}
   */
  void checkInput(double[] x, double[] result, int classes) {
    if (x.length != features || result.length != classes) {
      throw new IllegalArgumentException(
          Message.of(
              "Expected %s features and %s classes: %s, %s",
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
   * @param nodes of each tree
   * @param leaves checks a leaf's numbers
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
        check(feature >= 0 && feature < trees.features(), "a node asks for feature " + feature);
        double threshold = in.readDouble();
        check(!Double.isNaN(threshold), "a threshold is NaN");
        int second = in.readInt();
        // A child always stands further on, so that every walk ends.
        check(second > node + 1 && second < nodes, "node " + node + " leads to " + second);
        trees.inner(feature, threshold, second);
      }

      check(node < nodes - 1 || feature == LEAF, "the last node is no leaf");
    }
  }

  /** A tree's count of nodes as it was read, with those before it within what is possible. */
  static int nodeCount(int value, long before) throws IOException {
    return bounded(value, (int) (MAX_NODES - before), "nodes");
  }

  static int bounded(int value, int limit, String what) throws IOException {
    check(value > 0 && value <= limit, value + " " + what);
    return value;
  }

  static void check(boolean holds, String problem) throws IOException {
    if (!holds) {
      throw new IOException("not a model: " + problem);
    }
  }

  /** Refuses a leaf's numbers. */
  @FunctionalInterface
  interface LeafCheck {
    void check(double[] leaf) throws IOException;
  }
}
