package io.pfss.models.soh;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * A random forest for classification as flat arrays: data only, quick to walk, safe to read.
 *
 * <p>A tree's nodes stand in pre-order. An inner node sends {@code x ≤ threshold} to the node after
 * it and the rest to its second child. The forest's answer is soft: each tree's leaf gives
 * probabilities, which are averaged by the trees' weights, with the same operations in the same
 * order as Smile's {@code RandomForest.predict(Tuple, double[])}, so that the results are equal to
 * the last bit.
 *
 * <p>Immutable and thread-safe.
 */
public final class FlatForest {
  private static final int MAGIC = 0x50464631;
  private static final int LEAF = -1;
  private static final int MAX_FEATURES = 127;
  private static final int MAX_CLASSES = 100;
  private static final int MAX_TREES = 10_000;
  private static final int MAX_NODES = 50_000_000;
  private static final double TOLERANCE = 1e-6;

  private final int features;
  private final int classes;

  /** Of each tree. */
  private final double[] weights;

  /** Of each tree, the index of its root; then the count of all nodes. */
  private final int[] roots;

  /** Of each node, what it asks for, or {@link #LEAF}. */
  private final byte[] feature;

  private final double[] threshold;

  /** Of each inner node, its second child; of each leaf, where its probabilities begin. */
  private final int[] next;

  private final double[] probabilities;

  FlatForest(
      int features,
      int classes,
      double[] weights,
      int[] roots,
      byte[] feature,
      double[] threshold,
      int[] next,
      double[] probabilities) {
    this.features = features;
    this.classes = classes;
    this.weights = weights;
    this.roots = roots;
    this.feature = feature;
    this.threshold = threshold;
    this.next = next;
    this.probabilities = probabilities;
  }

  /** The number of features that it asks for. */
  public int features() {
    return features;
  }

  /** The number of classes that it tells apart. */
  public int classes() {
    return classes;
  }

  /** The number of its trees. */
  public int trees() {
    return weights.length;
  }

  /** The number of its nodes, leaves included. */
  public int nodes() {
    return feature.length;
  }

  /**
   * Scores one input without allocating anything.
   *
   * @param x the features, none {@code NaN}
   * @param result takes the probability of each class
   * @throws IllegalArgumentException if an array has the wrong length or a feature is {@code NaN}
   */
  public void score(double[] x, double[] result) {
    if (x.length != features || result.length != classes) {
      throw new IllegalArgumentException(
          "Expected "
              + features
              + " features and "
              + classes
              + " classes: "
              + x.length
              + ", "
              + result.length);
    }

    for (double value : x) {
      if (Double.isNaN(value)) {
        throw new IllegalArgumentException("A feature is absent: " + Arrays.toString(x));
      }
    }

    Arrays.fill(result, 0);
    for (int tree = 0; tree < weights.length; tree++) {
      int node = roots[tree];
      while (feature[node] != LEAF) {
        node = x[feature[node]] <= threshold[node] ? node + 1 : next[node];
      }

      for (int i = 0; i < classes; i++) {
        result[i] += weights[tree] * probabilities[next[node] + i];
      }
    }

    double sum = 0;
    for (double value : result) {
      sum += value;
    }

    for (int i = 0; i < classes; i++) {
      result[i] /= sum;
    }
  }

  /** Writes the forest in its own format, big-endian. */
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(features);
    out.writeInt(classes);
    out.writeInt(weights.length);
    for (int tree = 0; tree < weights.length; tree++) {
      out.writeDouble(weights[tree]);
      out.writeInt(roots[tree + 1] - roots[tree]);
    }

    for (int tree = 0; tree < weights.length; tree++) {
      for (int node = roots[tree]; node < roots[tree + 1]; node++) {
        out.writeByte(feature[node]);
        if (feature[node] == LEAF) {
          for (int i = 0; i < classes; i++) {
            out.writeDouble(probabilities[next[node] + i]);
          }
        } else {
          out.writeDouble(threshold[node]);
          out.writeInt(next[node] - roots[tree]);
        }
      }
    }
  }

  /**
   * Reads a forest; every number is checked, so that no input can lead the walk astray or for ever.
   *
   * @throws IOException if the bytes are no forest
   */
  public static FlatForest read(DataInputStream in) throws IOException {
    check(in.readInt() == MAGIC, "it does not begin as a forest does");
    int features = bounded(in.readInt(), MAX_FEATURES, "features");
    int classes = bounded(in.readInt(), MAX_CLASSES, "classes");
    int trees = bounded(in.readInt(), MAX_TREES, "trees");
    double[] weights = new double[trees];
    int[] roots = new int[trees + 1];
    for (int tree = 0; tree < trees; tree++) {
      weights[tree] = in.readDouble();
      // What is less has too few digits to divide by.
      check(
          weights[tree] >= Double.MIN_NORMAL && weights[tree] <= 1,
          "tree " + tree + " weighs " + weights[tree]);
      int nodes = bounded(in.readInt(), MAX_NODES - roots[tree], "nodes");
      roots[tree + 1] = roots[tree] + nodes;
    }

    FlatForestBuilder forest = new FlatForestBuilder(features, classes);
    for (int tree = 0; tree < trees; tree++) {
      forest.startTree(weights[tree]);
      readTree(in, forest, roots[tree + 1] - roots[tree], features, classes);
    }

    check(in.read() < 0, "more follows the last tree");
    return forest.build();
  }

  private static void readTree(
      DataInputStream in, FlatForestBuilder forest, int nodes, int features, int classes)
      throws IOException {
    double[] leaf = new double[classes];
    for (int node = 0; node < nodes; node++) {
      int feature = in.readByte();
      if (feature == LEAF) {
        readLeaf(in, leaf);
        forest.leaf(leaf);
      } else {
        check(feature >= 0 && feature < features, "a node asks for feature " + feature);
        double threshold = in.readDouble();
        check(!Double.isNaN(threshold), "a threshold is NaN");
        int second = in.readInt();
        // A child always stands further on, so that every walk ends.
        check(second > node + 1 && second < nodes, "node " + node + " leads to " + second);
        forest.inner(feature, threshold, second);
      }

      check(node < nodes - 1 || feature == LEAF, "the last node is no leaf");
    }
  }

  private static void readLeaf(DataInputStream in, double[] leaf) throws IOException {
    double sum = 0;
    for (int i = 0; i < leaf.length; i++) {
      leaf[i] = in.readDouble();
      check(leaf[i] >= 0 && leaf[i] <= 1, "a leaf's probability is " + leaf[i]);
      sum += leaf[i];
    }

    check(Math.abs(sum - 1) <= TOLERANCE, "a leaf's probabilities add up to " + sum);
  }

  private static int bounded(int value, int limit, String what) throws IOException {
    check(value > 0 && value <= limit, value + " " + what);
    return value;
  }

  private static void check(boolean holds, String problem) throws IOException {
    if (!holds) {
      throw new IOException("not a forest: " + problem);
    }
  }
}
