package io.pfss.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pfss.pipeline.element.DeliveryCoder;
import io.pfss.pipeline.element.HeatBatchCoder;
import io.pfss.pipeline.element.ReadingBatchCoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.CoderUtils;

/** Its inputs are a letter, of the coder that is meant, and bytes for it. */
class CodersFuzzTest {
  private static final Map<Character, Coder<?>> CODERS =
      Map.of(
          'h', HeatBatchCoder.of(),
          'k', DeliveryCoder.of(),
          'r', ReadingBatchCoder.of());

  @FuzzTest
  void bytesAreAnElementOrAreRefused(byte[] input) throws IOException {
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
