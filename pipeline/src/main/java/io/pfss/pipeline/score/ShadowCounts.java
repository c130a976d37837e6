package io.pfss.pipeline.score;

import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import java.util.Optional;

/**
 * How often a challenger says what the champion says, in a batch; as metrics, which {@link #name}
 * names. Not thread-safe.
 */
public final class ShadowCounts {
  private static final int STATES = SohState.ALL.size();

  private final String champion;
  private final String challenger;

  /** By the champion's state, then the challenger's; the last of each is no state. */
  private final long[][] counts = new long[STATES + 1][STATES + 1];

  private long failed;

  ShadowCounts(String champion, String challenger) {
    this.champion = champion;
    this.challenger = challenger;
  }

  /**
   * The metric of readings of which they say these.
   *
   * @param said by the champion: a state's number, or one more for none
   * @param beside by the challenger
   */
  public static String name(String champion, String challenger, int said, int beside) {
    return "shadow." + champion + "." + challenger + "." + said + "." + beside;
  }

  void add(SohScore said, SohScore beside) {
    counts[index(said.state())][index(beside.state())]++;
  }

  /** The challenger could not score a reading. */
  void fail() {
    failed++;
  }

  void report() {
    for (int said = 0; said <= STATES; said++) {
      for (int beside = 0; beside <= STATES; beside++) {
        ScoreReadings.MODEL_COUNTS.add(
            name(champion, challenger, said, beside), counts[said][beside]);
      }
    }

    ScoreReadings.MODEL_COUNTS.add("shadow." + champion + "." + challenger + ".failed", failed);
  }

  private static int index(Optional<SohState> state) {
    return state.map(SohState::ordinal).orElse(STATES);
  }
}
