// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

class FlatForestFuzzTest {
  @FuzzTest
  void bytesAreAForestThatGivesProbabilitiesOrAreRefused(byte[] bytes) throws IOException {
    Classifier forest;
    try {
      forest = Classifier.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      return;
    }

    for (double value : new double[] {Double.NEGATIVE_INFINITY, -1, 0, 0.5, 1, 30, 1e300}) {
      double[] input = new double[forest.features()];
      Arrays.fill(input, value);
      double[] probabilities = new double[forest.classes()];
      forest.score(input, probabilities);
      for (double probability : probabilities) {
        assertThat(probability).isBetween(0.0, 1.0);
      }

      assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-6));
    }

    ByteArrayOutputStream written = new ByteArrayOutputStream();
    forest.write(new DataOutputStream(written));
    assertThat(written.toByteArray()).isEqualTo(bytes);
  }
}
