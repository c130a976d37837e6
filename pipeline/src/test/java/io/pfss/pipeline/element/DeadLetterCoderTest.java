package io.pfss.pipeline.element;

import io.pfss.models.reading.ErrorCode;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

class DeadLetterCoderTest {
  private static final DeadLetter LETTER =
      new DeadLetter(
          new byte[] {0, -1, 7},
          ErrorCode.OUT_OF_RANGE,
          "온도 is not finite: NaN",
          new SourceOffset(2, 9_000_000_000L),
          1_700_000_000_000L);

  @Test
  void decodesWhatItEncodes() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(DeadLetterCoder.of(), LETTER);
    CoderProperties.coderSerializable(DeadLetterCoder.of());
  }

  @Test
  void isConsistentWithEquals() throws Exception {
    DeadLetter other =
        new DeadLetter(
            new byte[] {0, -1, 8},
            LETTER.code(),
            LETTER.message(),
            LETTER.position(),
            LETTER.timeMillis());
    CoderProperties.coderConsistentWithEquals(DeadLetterCoder.of(), LETTER, other);
  }
}
