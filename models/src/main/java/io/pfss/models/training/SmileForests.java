package io.pfss.models.training;

import io.pfss.models.soh.FlatForest;
import io.pfss.models.soh.FlatForestBuilder;
import java.lang.reflect.Field;
import smile.base.cart.DecisionNode;
import smile.base.cart.InternalNode;
import smile.base.cart.Node;
import smile.base.cart.OrdinalNode;
import smile.classification.RandomForest;

/** Turns Smile's forests into flat ones. */
public final class SmileForests {
  private static final Field THRESHOLD = threshold();

  private SmileForests() {}

  /**
   * The same forest, flat.
   *
   * @param features how many it asks for, all of them numbers
   * @param classes how many it tells apart, numbered from 0
   */
  public static FlatForest flatten(RandomForest forest, int features, int classes) {
    FlatForestBuilder flat = new FlatForestBuilder(features, classes);
    double[] probabilities = new double[classes];
    for (RandomForest.Model model : forest.models()) {
      flat.startTree(model.weight);
      add(model.tree.root(), flat, probabilities);
    }

    return flat.build();
  }

  private static void add(Node node, FlatForestBuilder flat, double[] probabilities) {
    if (node instanceof DecisionNode leaf) {
      flat.leaf(leaf.posteriori(probabilities));
    } else if (node instanceof OrdinalNode inner) {
      int index = flat.inner(inner.feature(), threshold(inner), 0);
      add(inner.trueChild(), flat, probabilities);
      flat.secondChild(index, flat.nodesOfTree());
      add(inner.falseChild(), flat, probabilities);
    } else {
      throw new IllegalArgumentException("A forest of numbers has no " + node.getClass());
    }
  }

  private static double threshold(OrdinalNode node) {
    try {
      return THRESHOLD.getDouble(node);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Smile's node is closed", e);
    }
  }

  /** Smile has no accessor for it. */
  private static Field threshold() {
    try {
      Field field = OrdinalNode.class.getDeclaredField("value");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("Another Smile than 2.6.0: " + InternalNode.class, e);
    }
  }
}
