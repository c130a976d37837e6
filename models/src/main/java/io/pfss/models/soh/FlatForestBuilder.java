package io.pfss.models.soh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines up a forest's nodes, tree by tree, in pre-order. Not thread-safe; used once. */
public final class FlatForestBuilder {
  private static final byte LEAF = -1;

  private final int features;
  private final int classes;
  private final List<Double> weights = new ArrayList<>();
  private final List<Integer> roots = new ArrayList<>();
  private byte[] feature = new byte[1024];
  private double[] threshold = new double[1024];
  private int[] next = new int[1024];
  private double[] probabilities = new double[1024];
  private int nodes;
  private int leaves;

  /** Starts a forest without trees. */
  public FlatForestBuilder(int features, int classes) {
    this.features = features;
    this.classes = classes;
  }

  /** Starts the next tree. */
  public void startTree(double weight) {
    weights.add(weight);
    roots.add(nodes);
  }

  /** How many nodes the tree has so far: the index of the next one. */
  public int nodesOfTree() {
    return nodes - roots.get(roots.size() - 1);
  }

  /**
   * Adds an inner node.
   *
   * @param second the index in the tree of the child for values above the threshold; it may be set
   *     later by {@link #secondChild}
   * @return the node's index in the tree
   */
  public int inner(int asked, double limit, int second) {
    int node = add((byte) asked);
    threshold[nodes - 1] = limit;
    secondChild(node, second);
    return node;
  }

  /** Sets the second child of an inner node, both by their index in the tree. */
  public void secondChild(int node, int second) {
    int root = roots.get(roots.size() - 1);
    next[root + node] = root + second;
  }

  /** Adds a leaf with the probability of each class. */
  public void leaf(double[] leafProbabilities) {
    add(LEAF);
    if ((leaves + 1) * classes > probabilities.length) {
      probabilities = Arrays.copyOf(probabilities, probabilities.length * 2 + classes);
    }

    next[nodes - 1] = leaves * classes;
    System.arraycopy(leafProbabilities, 0, probabilities, leaves * classes, classes);
    leaves++;
  }

  /** The forest. */
  public FlatForest build() {
    roots.add(nodes);
    return new FlatForest(
        features,
        classes,
        weights.stream().mapToDouble(Double::doubleValue).toArray(),
        roots.stream().mapToInt(Integer::intValue).toArray(),
        Arrays.copyOf(feature, nodes),
        Arrays.copyOf(threshold, nodes),
        Arrays.copyOf(next, nodes),
        Arrays.copyOf(probabilities, leaves * classes));
  }

  private int add(byte asked) {
    if (nodes == feature.length) {
      feature = Arrays.copyOf(feature, nodes * 2);
      threshold = Arrays.copyOf(threshold, nodes * 2);
      next = Arrays.copyOf(next, nodes * 2);
    }

    feature[nodes] = asked;
    nodes++;
    return nodes - 1 - roots.get(roots.size() - 1);
  }
}
