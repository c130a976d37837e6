// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import java.util.Optional;

/**
 * Counts how the challenger's states compare with the champion's in a batch. Reports the counts as
 * metrics, named by {@link #name}. Not thread-safe.
 */
public final class ShadowCounts {
  private static final int STATES = SohState.ALL.size();

  private final String champion;
  private final String challenger;

  /** Indexed by the champion's state, then the challenger's; the last index means no state. */
  private final long[][] counts = new long[STATES + 1][STATES + 1];

  private long failed;

  ShadowCounts(String champion, String challenger) {
    this.champion = champion;
    this.challenger = challenger;
  }

  /**
   * Returns the name of the metric that counts readings with these two states.
   *
   * @param championState the champion's state: its number, or one more for none
   * @param challengerState the challenger's state, in the same way
   */
  public static String name(
      String champion, String challenger, int championState, int challengerState) {
    return "shadow." + champion + "." + challenger + "." + championState + "." + challengerState;
  }

  void add(SohScore championScore, SohScore challengerScore) {
    counts[index(championScore.state())][index(challengerScore.state())]++;
  }

  /** Counts a reading that the challenger failed on. */
  void fail() {
    failed++;
  }

  void report() {
    for (int championState = 0; championState <= STATES; championState++) {
      for (int challengerState = 0; challengerState <= STATES; challengerState++) {
        ScoreReadings.MODEL_COUNTS.add(
            name(champion, challenger, championState, challengerState),
            counts[championState][challengerState]);
      }
    }

    ScoreReadings.MODEL_COUNTS.add("shadow." + champion + "." + challenger + ".failed", failed);
  }

  private static int index(Optional<SohState> state) {
    return state.map(SohState::ordinal).orElse(STATES);
  }
}
