package io.pfss.models.soh;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Tells classes apart by features, all of them numbers. Immutable and thread-safe. */
public sealed interface Classifier permits FlatForest, FlatBoost {
  /** The number of features that it asks for. */
  default int features() {
    return trees().features();
  }

  /** The number of classes that it tells apart. */
  int classes();

  /** Its trees. */
  FlatTrees trees();

  /**
   * Scores one input without allocating anything.
   *
   * @param x the features, none {@code NaN}
   * @param result takes the probability of each class
   * @throws IllegalArgumentException if an array has the wrong length or a feature is {@code NaN}
   */
  void score(double[] x, double[] result);

  /** Writes it in its own format, big-endian. */
  void write(DataOutputStream out) throws IOException;

  /**
   * Reads one; every number is checked, so that no input can lead the walk astray or for ever.
   *
   * @throws IOException if the bytes are none
   */
  static Classifier read(DataInputStream in) throws IOException {
    int magic = in.readInt();
    Classifier classifier;
    if (magic == FlatForest.MAGIC) {
      classifier = FlatForest.readBody(in);
    } else if (magic == FlatBoost.MAGIC) {
      classifier = FlatBoost.readBody(in);
    } else {
      throw new IOException("not a model: it begins neither as a forest nor as boosted trees do");
    }

    FlatTrees.check(in.read() < 0, "more follows the last tree");
    return classifier;
  }
}
