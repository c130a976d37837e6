// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training;

import io.pfss.models.soh.FlatBoost;
import io.pfss.models.soh.FlatForest;
import io.pfss.models.soh.FlatTreesBuilder;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.function.BiConsumer;
import smile.base.cart.DecisionNode;
import smile.base.cart.Node;
import smile.base.cart.OrdinalNode;
import smile.base.cart.RegressionNode;
import smile.classification.GradientTreeBoost;
import smile.classification.RandomForest;
import smile.regression.RegressionTree;

/** Converts Smile's trees to flat ones. */
public final class SmileTrees {
  private static final Field THRESHOLD = threshold();

  private SmileTrees() {}

  /**
   * Converts a forest.
   *
   * @param features the number of input features, all numeric
   * @param classes the number of classes, numbered from 0
   */
  public static FlatForest flatten(RandomForest forest, int features, int classes) {
    FlatTreesBuilder flat = new FlatTreesBuilder(features, classes);
    double[] probabilities = new double[classes];
    for (RandomForest.Model model : forest.models()) {
      flat.startTree();
      add(
          model.tree.root(),
          flat,
          (trees, leaf) -> trees.leaf(((DecisionNode) leaf).posteriori(probabilities)));
    }

    double[] weights = Arrays.stream(forest.models()).mapToDouble(model -> model.weight).toArray();
    return new FlatForest(flat.build(), weights);
  }

  /**
   * Converts boosted trees.
   *
   * @param features the number of input features, all numeric
   * @param classes the number of classes, numbered from 0; at least 3
   * @param shrinkage the shrinkage of the training
   */
  public static FlatBoost flatten(
      GradientTreeBoost boost, int features, int classes, double shrinkage) {
    FlatTreesBuilder flat = new FlatTreesBuilder(features, 1);
    for (RegressionTree tree : boost.trees()) {
      flat.startTree();
      add(tree.root(), flat, (trees, leaf) -> trees.leaf(((RegressionNode) leaf).output()));
    }

    return new FlatBoost(flat.build(), classes, shrinkage);
  }

  private static void add(
      Node node, FlatTreesBuilder flat, BiConsumer<FlatTreesBuilder, Node> addLeaf) {
    if (node instanceof OrdinalNode inner) {
      // A subtree of n leaves has 2n - 1 nodes.
      int second = flat.nodesOfTree() + 2 * inner.trueChild().leafs();
      flat.inner(inner.feature(), threshold(inner), second);
      add(inner.trueChild(), flat, addLeaf);
      add(inner.falseChild(), flat, addLeaf);
    } else {
      addLeaf.accept(flat, node);
    }
  }

  private static double threshold(OrdinalNode node) {
    try {
      return THRESHOLD.getDouble(node);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Smile's node is not accessible", e);
    }
  }

  /** Returns the field of the threshold, for which Smile has no accessor. */
  private static Field threshold() {
    try {
      Field field = OrdinalNode.class.getDeclaredField("value");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("Smile is not version 2.6.0: " + OrdinalNode.class, e);
    }
  }
}
