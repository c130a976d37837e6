package io.pfss.models.training;

/**
 * How a forest is grown.
 *
 * @param trees how many
 * @param depth the most of a tree; the size of a forest rules how fast it scores
 * @param nodeSize the fewest readings that are split
 * @param seed the same seed and readings give the same forest; Smile ignores seeds below 2
 */
public record TrainingSettings(int trees, int depth, int nodeSize, long seed) {
  /** 20 trees of depth 12. */
  public static final TrainingSettings DEFAULT = new TrainingSettings(20, 12, 20, 1000);

  public TrainingSettings {
    if (trees < 1 || depth < 1 || nodeSize < 1 || seed < 2) {
      throw new IllegalArgumentException(
          "Needs at least 1 tree, depth 1, node size 1 and seed 2: "
              + trees
              + ", "
              + depth
              + ", "
              + nodeSize
              + ", "
              + seed);
    }
  }
}
