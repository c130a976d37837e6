// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
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
  void keepsAStateThatIsNotTheMostProbableOne() throws Exception {
    SohScore byLimits =
        SohScore.of(
            31.5,
            SCORED.score().powerFactors(),
            SohState.CAUTION,
            new double[] {0.125, 0.25, 0.625});
    ScoredReading scored = new ScoredReading(SCORED.received(), byLimits, SCORED.model());

    CoderProperties.coderDecodeEncodeEqual(CODER, scored);
    CoderProperties.coderConsistentWithEquals(CODER, SCORED, scored);
  }

  @Test
  void isConsistentWithEquals() throws Exception {
    CoderProperties.coderConsistentWithEquals(CODER, SCORED, EMPTY);
  }
}
