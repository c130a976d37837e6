// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FlatForestTest {
  @Test
  void scoresByThresholdAndTreeWeight() {
    assertThat(score(0.5, 0)).containsExactly(1, 0);
    assertThat(score(0.6, 0)).containsExactly(0.25 / 0.75, 0.5 / 0.75);
  }

  @Test
  void readsWhatItWrites() throws IOException {
    Classifier copy = read(bytes());

    assertThat(copy.trees().count()).isEqualTo(2);
    assertThat(copy.trees().nodes()).isEqualTo(4);
    double[] result = new double[2];
    copy.score(new double[] {0.6, 0}, result);
    assertThat(result).containsExactly(score(0.6, 0));
  }

  @Test
  void messageNamesWrongInput() {
    FlatForest forest = forest();
    assertThatThrownBy(() -> forest.score(new double[3], new double[2]))
        .hasMessageContaining("Expected 2 features and 2 classes, not 3 and 2");
    assertThatThrownBy(() -> forest.score(new double[] {1, Double.NaN}, new double[2]))
        .hasMessageContaining("A feature is absent: [1.0, NaN]");
  }

  /** Damaged bytes are rejected or give a forest without endless loops. */
  @Property
  void damagedBytesAreRejectedOrScore(
      @ForAll @IntRange(max = 200) int where,
      @ForAll byte value,
      @ForAll @IntRange(max = 200) int length)
      throws IOException {
    byte[] bytes = bytes();
    bytes[where % bytes.length] = value;
    int size = length == 0 ? bytes.length : Math.max(1, bytes.length - length % 3);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, size));
    Classifier forest;
    try {
      forest = Classifier.read(in);
    } catch (IOException e) {
      return;
    }

    forest.score(new double[forest.features()], new double[forest.classes()]);
  }

  private static double[] score(double... x) {
    double[] result = new double[2];
    forest().score(x, result);
    return result;
  }

  private static FlatForest forest() {
    FlatTreesBuilder forest = new FlatTreesBuilder(2, 2);
    forest.startTree();
    forest.inner(0, 0.5, 2);
    forest.leaf(new double[] {1, 0});
    forest.leaf(new double[] {0, 1});
    forest.startTree();
    forest.leaf(new double[] {1, 0});
    return new FlatForest(forest.build(), new double[] {0.5, 0.25});
  }

  private static byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    forest().write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static Classifier read(byte[] bytes) throws IOException {
    return Classifier.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
