package io.pfss.models.soh;

import java.io.ByteArrayOutputStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Lines up the nodes of trees, tree by tree, in pre-order. Not thread-safe; used once. */
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
    root = feature.size();
    roots.add(root);
  }

  /** How many nodes the tree has so far: the index of the next one. */
  public int nodesOfTree() {
    return feature.size() - root;
  }

  /**
   * Adds an inner node.
   *
   * @param second the index in the tree of the child for values above the threshold
   */
  public void inner(int asked, double limit, int second) {
    add(asked, limit, root + second);
  }

  /** Adds a leaf. */
  public void leaf(double... numbers) {
    add(FlatTrees.LEAF, 0, leaves * width);
    DoubleStream.of(numbers).forEach(values);
    leaves++;
  }

  /** The trees. */
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

  private void add(int asked, double limit, int following) {
    feature.write(asked);
    threshold.add(limit);
    next.add(following);
  }
}
