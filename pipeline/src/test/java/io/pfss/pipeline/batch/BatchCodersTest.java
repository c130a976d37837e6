// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import io.pfss.pipeline.element.RecordCoder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

class BatchCodersTest {
  private static final Transition TRANSITION =
      new Transition(-9, ScoredState.WARNING, ScoredState.NONE);

  @Test
  void transitionCanBeKey() throws Exception {
    for (ScoredState from : ScoredState.ALL) {
      for (ScoredState to : ScoredState.ALL) {
        CoderProperties.coderDecodeEncodeEqual(
            RecordCoder.of(Transition.class), new Transition(Long.MAX_VALUE, from, to));
      }
    }

    CoderProperties.coderDeterministic(
        RecordCoder.of(Transition.class),
        TRANSITION,
        new Transition(-9, ScoredState.WARNING, ScoredState.NONE));
    CoderProperties.coderSerializable(RecordCoder.of(Transition.class));
  }

  @Test
  void roundTripsHistoryFilesAndOutcomes() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(
        RecordCoder.of(HistoryFile.class), new HistoryFile("/온도.json", 1L << 41, "온도.json.jsonl"));
    CoderProperties.coderSerializable(RecordCoder.of(HistoryFile.class));
    CoderProperties.coderDecodeEncodeEqual(
        RecordCoder.of(FileOutcome.class),
        new FileOutcome("/a.json", 1L << 40, 3, "a.json.jsonl", "invalid JSON"));
    CoderProperties.coderSerializable(RecordCoder.of(FileOutcome.class));
  }
}
