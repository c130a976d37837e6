package io.pfss.models.soh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines up the nodes of trees, tree by tree, in pre-order. Not thread-safe; used once. */
public final class FlatTreesBuilder {
  private final int features;
  private final int width;
  private final List<Integer> roots = new ArrayList<>();
  private byte[] feature = new byte[1024];
  private double[] threshold = new double[1024];
  private int[] next = new int[1024];
  private double[] values = new double[1024];
  private int nodes;
  private int leaves;

  /**
   * Starts without trees.
   *
   * @param features how many they ask for
   * @param width how many numbers a leaf holds
   */
  public FlatTreesBuilder(int features, int width) {
    this.features = features;
    this.width = width;
  }

  int features() {
    return features;
  }

  int width() {
    return width;
  }

  /** Starts the next tree. */
  public void startTree() {
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

  /** Adds a leaf. */
  public void leaf(double... numbers) {
    add(FlatTrees.LEAF);
    if ((leaves + 1) * width > values.length) {
      values = Arrays.copyOf(values, values.length * 2 + width);
    }

    next[nodes - 1] = leaves * width;
    System.arraycopy(numbers, 0, values, leaves * width, width);
    leaves++;
  }

  /** The trees. */
  public FlatTrees build() {
    roots.add(nodes);
    return new FlatTrees(
        features,
        width,
        roots.stream().mapToInt(Integer::intValue).toArray(),
        Arrays.copyOf(feature, nodes),
        Arrays.copyOf(threshold, nodes),
        Arrays.copyOf(next, nodes),
        Arrays.copyOf(values, leaves * width));
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
