// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import java.io.ByteArrayOutputStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Builds trees node by node, in pre-order. Not thread-safe; can be used once. */
public final class FlatTreesBuilder {
  private final int features;
  private final int width;
  private final IntStream.Builder roots = IntStream.builder();
  private final ByteArrayOutputStream feature = new ByteArrayOutputStream();
  private final DoubleStream.Builder threshold = DoubleStream.builder();
  private final IntStream.Builder next = IntStream.builder();
  private final DoubleStream.Builder values = DoubleStream.builder();
  private int root;
  private int leaves;

  /**
   * Creates a builder without trees.
   *
   * @param features the number of input features
   * @param width numbers per leaf
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
    root = feature.size();
    roots.add(root);
  }

  /** Returns the number of nodes of the current tree, which is the index of the next node. */
  public int nodesOfTree() {
    return feature.size() - root;
  }

  /**
   * Adds an inner node.
   *
   * @param second the index, in the tree, of the child for values above the threshold
   */
  public void inner(int featureIndex, double nodeThreshold, int second) {
    add(featureIndex, nodeThreshold, root + second);
  }

  /** Adds a leaf. */
  public void leaf(double... numbers) {
    add(FlatTrees.LEAF, 0, leaves * width);
    DoubleStream.of(numbers).forEach(values);
    leaves++;
  }

  /** Returns the trees. */
  public FlatTrees build() {
    roots.add(feature.size());
    return new FlatTrees(
        features,
        width,
        roots.build().toArray(),
        feature.toByteArray(),
        threshold.build().toArray(),
        next.build().toArray(),
        values.build().toArray());
  }

  private void add(int featureIndex, double nodeThreshold, int following) {
    feature.write(featureIndex);
    threshold.add(nodeThreshold);
    next.add(following);
  }
}
