package io.pfss.pipeline.batch;

import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

class BatchCodersTest {
  private static final ScoreFile FILE = new ScoreFile("/a/model=m@1/b.parquet", 7, 1L << 40, -3);
  private static final Transition TRANSITION =
      new Transition(-9, ScoredState.WARNING, ScoredState.NONE);

  @Test
  void aScoreFileComesBackEqual() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(ScoreFileCoder.of(), FILE);
    CoderProperties.coderSerializable(ScoreFileCoder.of());
  }

  @Test
  void aTransitionIsAKey() throws Exception {
    for (ScoredState from : ScoredState.ALL) {
      for (ScoredState to : ScoredState.ALL) {
        CoderProperties.coderDecodeEncodeEqual(
            TransitionCoder.of(), new Transition(Long.MAX_VALUE, from, to));
      }
    }

    CoderProperties.coderDeterministic(
        TransitionCoder.of(),
        TRANSITION,
        new Transition(-9, ScoredState.WARNING, ScoredState.NONE));
    CoderProperties.coderSerializable(TransitionCoder.of());
  }

  @Test
  void filesOfReadingsAndWhatCameOfThemComeBackEqual() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(
        HistoryFileCoder.of(), new HistoryFile("/온도.json", 1L << 41, "온도.json.jsonl"));
    CoderProperties.coderSerializable(HistoryFileCoder.of());
    CoderProperties.coderDecodeEncodeEqual(
        FileOutcomeCoder.of(),
        new FileOutcome("/a.json", 1L << 40, 3, "a.json.jsonl", "it is no JSON"));
    CoderProperties.coderSerializable(FileOutcomeCoder.of());
  }
}
