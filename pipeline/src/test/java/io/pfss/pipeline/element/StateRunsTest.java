// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.score.Scores;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateRunsTest {
  private final StateRuns runs = new StateRuns();

  @Test
  void joinsReadingsOfSameState() {
    runs.add(batch(Scores.warning(1_000, 0), Scores.warning(6_000, 1)));
    runs.add(batch(Scores.warning(11_000, 2)));

    assertThat(runs.all()).containsExactly(run(1_000, 11_000, Optional.of(SohState.WARNING), 0.6));
  }

  @Test
  void newStateOrLateReadingStartsRun() {
    runs.add(batch(Scores.warning(6_000, 0), Scores.empty(11_000, 1), Scores.empty(9_000, 2)));

    assertThat(runs.all())
        .containsExactly(
            run(6_000, 6_000, Optional.of(SohState.WARNING), 0.6),
            run(11_000, 11_000, Optional.empty(), Double.NaN),
            run(9_000, 9_000, Optional.empty(), Double.NaN));
  }

  @Test
  void clockAheadMakesNoLaterReadingLate() {
    ScoredReading ahead = Scores.warning(80_000_000, 1);
    ScoredReading arrived =
        new ScoredReading(
            new ReceivedReading(ahead.received().reading(), ahead.received().position(), 6_000),
            ahead.score(),
            ahead.model());
    runs.add(batch(Scores.warning(1_000, 0), arrived, Scores.warning(11_000, 2)));

    assertThat(runs.all()).containsExactly(run(1_000, 11_000, Optional.of(SohState.WARNING), 0.6));
  }

  @Test
  void readingWithoutScoreHasRunWithoutState() {
    ScoredReading first = Scores.warning(1_000, 0);
    ScoredReading failed = Scores.warning(6_000, 1);
    runs.add(
        ParsedBatch.of(List.of(first.received(), failed.received()))
            .withScores(List.of(first), List.of()));

    assertThat(runs.all())
        .containsExactly(
            run(1_000, 1_000, Optional.of(SohState.WARNING), 0.6),
            run(6_000, 6_000, Optional.empty(), Double.NaN));
  }

  private static ScoredBatch batch(ScoredReading... scored) {
    List<ScoredReading> scores = List.of(scored);
    return ParsedBatch.of(scores.stream().map(ScoredReading::received).toList())
        .withScores(scores, List.of());
  }

  /** Readings of {@link Scores} arrive 5 ms after their event time. */
  private static StateRun run(long from, long until, Optional<SohState> state, double powerFactor) {
    return new StateRun(7, state, powerFactor, from, until, until + 5);
  }
}
