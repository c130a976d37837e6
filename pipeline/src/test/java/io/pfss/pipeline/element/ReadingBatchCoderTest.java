package io.pfss.pipeline.element;

import io.pfss.models.reading.ErrorCode;
import io.pfss.pipeline.Readings;
import io.pfss.pipeline.score.Scores;
import java.util.List;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

class ReadingBatchCoderTest {
  private static final DeadLetter LETTER =
      new DeadLetter(new byte[] {1}, ErrorCode.SINK, "no", new SourceOffset(0, 9), 5);

  @Test
  void aBatchComesBackAsItWas() throws Exception {
    for (ReadingBatch batch :
        List.of(
            ReadingBatch.of(List.of(), List.of()),
            ReadingBatch.of(List.of(), List.of(LETTER)),
            ReadingBatch.of(List.of(), List.of()).at(new OffsetRange(3, 5, 1L << 40, 7)),
            ReadingBatch.of(List.of(Readings.at(1, 1), Readings.at(2, 2)), List.of(LETTER))
                .withScores(List.of(Scores.warning(1, 1), Scores.empty(2, 2)), List.of(LETTER)))) {
      CoderProperties.coderDecodeEncodeEqual(ReadingBatchCoder.of(), batch);
    }
  }

  @Test
  void equalBatchesHaveEqualBytes() throws Exception {
    CoderProperties.coderConsistentWithEquals(
        ReadingBatchCoder.of(),
        ReadingBatch.of(List.of(Readings.at(1, 1)), List.of(LETTER)),
        ReadingBatch.of(List.of(Readings.at(1, 1)), List.of(LETTER)));
    CoderProperties.coderSerializable(ReadingBatchCoder.of());
  }
}
