// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import io.pfss.pipeline.score.Scores;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

class ScoredReadingCoderTest {
  private static final ScoredReadingCoder CODER = ScoredReadingCoder.of();
  private static final ScoredReading SCORED = Scores.warning(1_700_000_000_000L, 4);
  private static final ScoredReading EMPTY = Scores.empty(1_700_000_000_000L, 5);

  @Test
  void decodesEncodedReading() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(CODER, SCORED);
    CoderProperties.coderDecodeEncodeEqual(CODER, EMPTY);
    CoderProperties.coderSerializable(CODER);
  }

  @Test
  void isConsistentWithEquals() throws Exception {
    CoderProperties.coderConsistentWithEquals(CODER, SCORED, EMPTY);
  }
}
