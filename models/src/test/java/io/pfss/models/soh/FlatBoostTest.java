// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FlatBoostTest {
  @Test
  void softmaxOfLeafSumsIsProbability() {
    // Scores 0.5 · (2 + 4), 0 and 0.
    double sum = Math.exp(3) + 2;
    assertThat(score(boost(), 0.5)).containsExactly(probabilities(3, 0, 0), within(1e-15));
    assertThat(score(boost(), 0.5)[0]).isCloseTo(Math.exp(3) / sum, within(1e-15));
    assertThat(score(boost(), 0.6)).containsExactly(probabilities(2, 0, 4), within(1e-15));
  }

  @Test
  void largeScoresStayInRange() {
    FlatTreesBuilder trees = new FlatTreesBuilder(1, 1);
    for (double leaf : new double[] {1e100, -1e100, 0}) {
      trees.startTree();
      trees.leaf(leaf);
    }

    assertThat(score(new FlatBoost(trees.build(), 3, 1), 0)).containsExactly(1, 0, 0);
  }

  @Test
  void readsWhatItWrites() throws IOException {
    Classifier copy = read(bytes());

    assertThat(copy).isInstanceOf(FlatBoost.class);
    assertThat(copy.trees().count()).isEqualTo(6);
    assertThat(score(copy, 0.6)).containsExactly(score(boost(), 0.6));
  }

  @Test
  void rejectsInvalidTrees() throws IOException {
    byte[] uneven = bytes();
    ByteBuffer.wrap(uneven).putInt(12, 7);
    assertThatThrownBy(() -> read(uneven)).hasMessage("not a model: 7 trees for 3 classes");
    byte[] still = bytes();
    ByteBuffer.wrap(still).putDouble(16, 0);
    assertThatThrownBy(() -> read(still)).hasMessage("not a model: its shrinkage is 0.0");
    byte[] endless = bytes();
    ByteBuffer.wrap(endless).putDouble(endless.length - 8, Double.NaN);
    assertThatThrownBy(() -> read(endless)).hasMessage("not a model: a leaf's number is NaN");
  }

  /** Damaged bytes are rejected or give finite numbers. */
  @Property(tries = 5_000)
  void damagedBytesAreRejectedOrScore(@ForAll @IntRange(max = 200) int where, @ForAll byte value)
      throws IOException {
    byte[] bytes = bytes();
    bytes[where % bytes.length] = value;
    Classifier damaged;
    try {
      damaged = read(bytes);
    } catch (IOException e) {
      return;
    }

    double[] result = new double[damaged.classes()];
    damaged.score(new double[damaged.features()], result);
    assertThat(result).doesNotContain(Double.NaN);
  }

  private static double[] score(Classifier classifier, double x) {
    double[] result = new double[3];
    classifier.score(new double[] {x}, result);
    return result;
  }

  private static double[] probabilities(double... scores) {
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score);
    }

    double[] probabilities = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] = Math.exp(scores[i]) / sum;
    }

    return probabilities;
  }

  /** Two trees for each of three classes; only the second and the last tree change at 0.5. */
  private static FlatBoost boost() {
    FlatTreesBuilder trees = new FlatTreesBuilder(1, 1);
    double[][] leaves = {{2, 2}, {4, 2}, {0, 0}, {0, 0}, {0, 0}, {0, 8}};
    for (double[] pair : leaves) {
      trees.startTree();
      trees.inner(0, 0.5, 2);
      trees.leaf(pair[0]);
      trees.leaf(pair[1]);
    }

    return new FlatBoost(trees.build(), 3, 0.5);
  }

  private static byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boost().write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static Classifier read(byte[] bytes) throws IOException {
    return Classifier.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
