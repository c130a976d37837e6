// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A classifier on numeric features. Immutable and thread-safe. */
public sealed interface Classifier permits FlatForest, FlatBoost {
  /** Returns the number of input features. */
  default int features() {
    return trees().features();
  }

  /** Returns the number of classes. */
  int classes();

  /** Returns the trees. */
  FlatTrees trees();

  /**
   * Scores one input without allocating anything.
   *
   * @param x the features, none {@code NaN}
   * @param result receives the probability of each class
   * @throws IllegalArgumentException if an array has the wrong length or a feature is {@code NaN}
   */
  void score(double[] x, double[] result);

  /** Writes the classifier in its own format, big-endian. */
  void write(DataOutputStream out) throws IOException;

  /**
   * Reads a classifier and checks every number, so that no input can cause an invalid index or an
   * endless loop.
   *
   * @throws IOException if the bytes are not a classifier
   */
  static Classifier read(DataInputStream in) throws IOException {
    int magic = in.readInt();
    Classifier classifier;
    if (magic == FlatForest.MAGIC) {
      classifier = FlatForest.readBody(in);
    } else if (magic == FlatBoost.MAGIC) {
      classifier = FlatBoost.readBody(in);
    } else {
      throw new IOException("not a model: unknown magic number " + Integer.toHexString(magic));
    }

    FlatTrees.check(in.read() < 0, "unexpected bytes after the last tree");
    return classifier;
  }
}
