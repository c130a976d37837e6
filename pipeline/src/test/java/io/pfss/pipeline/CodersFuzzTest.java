// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.element.HeatBatch;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.element.ScoredBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.CoderUtils;

/** An input is a letter that selects a coder, and the bytes to decode. */
class CodersFuzzTest {
  private static final Map<Character, Coder<?>> CODERS =
      Map.of(
          'h', RecordCoder.of(HeatBatch.class),
          'k', RecordCoder.of(Delivery.class),
          'r', RecordCoder.of(ScoredBatch.class));

  @FuzzTest
  void decodesElementOrRefusesBytes(byte[] input) throws IOException {
    Coder<?> coder = input.length == 0 ? null : CODERS.get((char) input[0]);
    if (coder != null) {
      assertElementOrRefused(coder, Arrays.copyOfRange(input, 1, input.length));
    }
  }

  private static <T> void assertElementOrRefused(Coder<T> coder, byte[] bytes) throws IOException {
    T element;
    try {
      element = coder.decode(new ByteArrayInputStream(bytes));
    } catch (IOException | IllegalArgumentException e) {
      return;
    }

    byte[] encoded = CoderUtils.encodeToByteArray(coder, element);
    assertThat(CoderUtils.decodeFromByteArray(coder, encoded)).isEqualTo(element);
  }
}
